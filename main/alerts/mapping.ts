/** Which fields of an alert file play which part, for the user to see and for the case to keep. */
import type { Mapping } from '../../preload/contract/evidence.ts'
import { HOSTS, NAMES, TACTICS, TECHNIQUES, TEST_NAME, TIMES, USERS, type TimeRole } from './field-names.ts'
import type { Fields } from './fields.ts'

const present = (sample: readonly Fields[], names: readonly string[]) =>
  names.filter((name) => sample.some((fields) => fields.has(name)))

/** A field's name as the file writes it. */
export function writtenName(sample: readonly Fields[], name: string): string {
  return sample.find((fields) => fields.has(name))?.written(name) ?? name
}

/** @param anchor the time that is to stand under `time`; another where no row has it */
export function alertMapping(sample: readonly Fields[], anchor: TimeRole = 'fired'): Mapping {
  const written = (names: readonly string[]) =>
    present(sample, names).map((name) => writtenName(sample, name))
  const times = [anchor, 'fired', 'first', 'last'] as const
  return {
    time: times.flatMap((role) => written(TIMES[role]))[0] ?? null,
    host: written(HOSTS)[0] ?? null,
    users: written(USERS),
    action: written([...NAMES, TEST_NAME])[0] ?? null,
    labels: written([...TECHNIQUES, ...TACTICS]),
  }
}

/** Field names (lower case) of these rows: those with a part first, then by how many rows have them. */
export function orderedFields(sample: readonly Fields[], most: number): string[] {
  const counts = new Map<string, number>()
  for (const fields of sample)
    for (const name of fields.names()) counts.set(name, (counts.get(name) ?? 0) + 1)
  const parts = [
    ...NAMES,
    TEST_NAME,
    ...USERS,
    ...HOSTS,
    ...Object.values(TIMES).flat(),
    ...TECHNIQUES,
    ...TACTICS,
  ]
  const rest = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name]) => name)
  return [...new Set([...parts.filter((name) => counts.has(name)), ...rest])].slice(0, most)
}
