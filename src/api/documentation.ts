import type { OperationName } from './operations';

/** The page of infoRouter's public API documentation about an operation. Nothing of a call is part of the address. */
export const documentationOf = (operation: OperationName): string =>
  `https://support.inforouter.com/api-docs/${operation}`;
