/** Which verdicts a rule counts: the newest on each event, up to the last one that the rule names. */
import type { Verdict } from '../../preload/contract/verdicts.ts'

/** In the order of their numbers. */
export type Verdicts = readonly Pick<Verdict, 'id' | 'event' | 'verdict' | 'class'>[]

/** The verdict that holds on each event, by event; withdrawn ones are left out. @param upTo undefined: none count */
export function standingVerdicts(
  verdicts: Verdicts,
  upTo: number | undefined,
): Map<number, Verdicts[number]> {
  const standing = new Map<number, Verdicts[number]>()
  if (upTo === undefined) return standing
  for (const one of verdicts) {
    if (one.id > upTo) continue
    if (one.verdict === 'withdrawn') standing.delete(one.event)
    else standing.set(one.event, one)
  }
  return standing
}
