/** Numbers among the fields of a Windows event, whose XML and text have none. */
import type { JsonObject } from '../json/parse.ts'

/** Makes numbers of the fields of these names that are whole ones, if a double can hold them. */
export function wholeNumbers(fields: JsonObject, names: readonly string[]): void {
  for (const name of names) {
    const value = fields[name]
    if (typeof value === 'string' && /^\d{1,15}$/.test(value)) fields[name] = Number(value)
  }
}
