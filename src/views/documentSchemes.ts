/** The schemes of our read-only documents: one exchange with its secrets, and what is kept or shown for reading. */
export const DOCUMENT_SCHEMES = [
  'inforouter-exchange',
  'inforouter-history',
  'inforouter-comparison',
  'inforouter-batch-preview',
  'inforouter-batch',
] as const;
export type DocumentScheme = (typeof DOCUMENT_SCHEMES)[number];
