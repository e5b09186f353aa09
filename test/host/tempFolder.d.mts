export function tempFolder(prefix: string): Promise<{ path: string; remove: () => Promise<void> }>;
