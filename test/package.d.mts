export const SIZE_LIMIT: number;
export function withoutRepository(text: string): string;
export function packExtension(folder: string): string;
