/** A profile from a file that was understood, and what a profile decides for the next one. */
import type { Choices, FileToImport, Inspection } from './evidence.ts'
import { type Profile, PROFILE_COLUMNS } from './profiles.ts'

/** What was decided about the file. */
export interface Decisions {
  as?: 'capture' | 'alerts' | undefined
  zone?: string | undefined
  anchor?: 'fired' | 'first' | 'last' | undefined
  mapping?: Choices | undefined
}

/**
 * Time, host and action are kept as they are understood here. Accounts and labels are kept only where they were decided: a file
 * of the same kind may bring more of them, and they are found by name.
 */
export function profileOf(name: string, inspection: Inspection, decided: Decisions = {}): Profile {
  const { time, host, action } = inspection.mapping
  const { as, zone, anchor, mapping } = decided
  const capture = inspection.kind === 'capture'
  return {
    tribunal: 'profile',
    version: 1,
    name,
    columns: inspection.columns
      .map((column) => column.name)
      .filter((column) => column !== '')
      .slice(0, PROFILE_COLUMNS),
    ...(as && { as }),
    ...(zone && { zone }),
    ...(anchor && { anchor }),
    mapping: { ...(capture && { time, host, action }), ...mapping },
  }
}

/** A file as the profile says. */
export function byProfile(path: string, { as, zone, anchor, mapping }: Profile): FileToImport {
  return { path, mapping, ...(as && { as }), ...(zone && { zone }), ...(anchor && { anchor }) }
}
