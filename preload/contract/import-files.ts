/** Many files brought in by one piece of work: what is to be read how, and what came of each. */
import { z } from 'zod'
import { ProblemShape } from './problem.ts'

/** `imported`: it is in the case now. `known`: the very same file was there already, with these rows. `refused`: nothing of it is in the case. */
export const FileOutcome = z.object({
  path: z.string(),
  state: z.enum(['imported', 'known', 'refused']),
  as: z.enum(['capture', 'alerts']),
  source: z.int().nullable(),
  rows: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  /** Of the file's bytes as they lie there. */
  sha256: z.string().nullable(),
  problem: ProblemShape.nullable(),
  /** Accepted, though they have no time, or name no account. */
  withoutTime: z.int().optional(),
  withoutUser: z.int().optional(),
})
export type FileOutcome = z.infer<typeof FileOutcome>

/** The sums count what is new in the case. */
export const ImportedFiles = z.object({
  files: z.array(FileOutcome),
  rows: z.int(),
  accepted: z.int(),
  rejected: z.int(),
})
export type ImportedFiles = z.infer<typeof ImportedFiles>
