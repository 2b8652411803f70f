/**
 * Mapping profiles: how files of one kind are read, kept for the next file of the kind. A profile is one JSON document, stored in the
 * user's settings folder and shared as a file; it is told by its columns, never by a file's name.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Path } from './common.ts'
import { Choices } from './evidence.ts'

export const PROFILE_COLUMNS = 5000

export const Profile = z.strictObject({
  /** Says what the document is. */
  tribunal: z.literal('profile'),
  version: z.literal(1),
  name: z.string().trim().min(1).max(80),
  note: z.string().max(1000).optional(),
  /** Columns of the files that it is for. */
  columns: z.array(z.string().min(1).max(1000)).min(1).max(PROFILE_COLUMNS),
  /** Events or alerts; left out: as each file says. */
  as: z.enum(['capture', 'alerts']).optional(),
  /** Zone of times that carry none. */
  zone: z.string().min(1).max(60).optional(),
  /** Of alerts: which of their times a lone time column tells. */
  anchor: z.enum(['fired', 'first', 'last']).optional(),
  /** What was decided; what is left out is understood from each file. */
  mapping: Choices,
})
export type Profile = z.infer<typeof Profile>

export const ProfileId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/)
const Stored = z.object({ id: ProfileId, profile: Profile })

export const profiles = {
  /** By name; files of the settings folder that are no profile are told apart, with the reason. */
  list: oc.input(z.object({})).output(
    z.object({
      profiles: z.array(Stored),
      broken: z.array(z.object({ file: z.string(), message: z.string() })),
    }),
  ),
  /** Stores it under its name, in place of one of the same name. */
  save: oc.input(z.object({ profile: Profile })).output(z.object({ id: ProfileId })),
  remove: oc.input(z.object({ id: ProfileId })).output(z.object({})),
  /** Takes a profile from a file that somebody shared, and stores it. */
  take: oc.input(z.object({ path: Path })).output(Stored),
  /** Writes it as a file into a folder, to be shared; nothing is replaced. */
  share: oc.input(z.object({ id: ProfileId, folder: Path })).output(z.object({ path: z.string() })),
  /** JSON Schema of Profile, for the editor. */
  schema: oc.input(z.object({})).output(z.record(z.string(), z.unknown())),
}
