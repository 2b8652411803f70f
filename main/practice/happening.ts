/** Something that happened: an act of one account on one host at one time, and the truth about it. */
import type { Act } from './acts.ts'
import type { Host } from './roles.ts'
import type { Campaign } from './techniques.ts'

export interface Happening {
  /** Milliseconds since 1970. */
  at: number
  host: Host
  user: string
  act: Act
  /** Null: benign. */
  campaign: Campaign | null
}
