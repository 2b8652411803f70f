/** Hashes, and the one JSON spelling that is hashed: keys sorted, no spaces. */
import { hash } from 'node:crypto'

/** SHA-256 in lower-case hex; text is hashed as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/**
 * JSON with object keys in code-unit order and no white space, so that equal values have equal text.
 * As in JSON.stringify: undefined and functions vanish from objects, NaN and infinities become null.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortKeys) ?? 'null'
}

/** Rebuilds plain objects with sorted keys; a null prototype keeps keys such as `__proto__` plain data. */
function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const source = value as Record<string, unknown>
  // Integer-like keys come first in any JS object whatever we do; that order is fixed too.
  const sorted: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(source).toSorted()) sorted[key] = source[key]
  return sorted
}
