import { KEPT_BYTES } from './record';

/** Reading of files that anybody may have written, field by field: whatever is not as it should be throws a `Damaged`. */

/** What was read is not what we wrote. */
export class Damaged extends Error {}

/** Throws a `Damaged` where it does not hold. */
export function ensure(holds: boolean): asserts holds {
  if (!holds) {
    throw new Damaged();
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  ensure(typeof value === 'object' && value !== null && !Array.isArray(value));
  return value as Fields;
}

export function text(value: unknown, most = KEPT_BYTES): string {
  ensure(typeof value === 'string' && value.length <= most);
  return value;
}

export function count(value: unknown): number {
  ensure(typeof value === 'number' && Number.isFinite(value) && value >= 0);
  return value;
}

export const optional = <T>(value: unknown, read: (value: unknown) => T): T | undefined =>
  value === undefined ? undefined : read(value);

export function flag(value: unknown): boolean {
  ensure(typeof value === 'boolean');
  return value;
}
