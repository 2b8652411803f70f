/** Word indexes: made on request beside the case, so that rare texts are found in few chunks. They change no result. */
import { z } from 'zod'

export const TextIndex = z.object({
  /** A capture. */
  source: z.int(),
  name: z.string(),
  /** On disk; null where there is none. */
  bytes: z.int().nullable(),
  /** At most about how many bytes one takes, by a sample. */
  estimate: z.int(),
  /** It is the one that the custody log knows; another is not used. */
  trusted: z.boolean(),
})
export type TextIndex = z.infer<typeof TextIndex>
