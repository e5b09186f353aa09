export type Target = 'modules' | 'host' | 'browser' | 'keyring' | 'openssl' | 'artillery' | 'all';

export function ensureNodeModules(): Promise<void>;
export function ensureHost(): Promise<void>;
export function ensureBrowser(): Promise<string>;
export function ensureKeyring(): Promise<void>;
export function ensureOpenssl(): Promise<void>;
export function ensureArtillery(): Promise<void>;
export function ensure(...names: Target[]): Promise<void>;
