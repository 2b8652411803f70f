/** A person says what an event is. */
import type { CaseFile } from '../case/case-file.ts'
import { locate, type EventCore } from '../case/evidence/core.ts'
import { saveVerdict } from '../case/verdicts.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { Verdict } from '../../preload/contract/verdicts.ts'

/**
 * Stores the verdict with its custody entry. A rule counts verdicts when it says so, up to the number that it names.
 * @throws Problem `no-such-event`; `verdict-class` for a class on anything but a malicious event
 */
export function adjudicate(c: CaseFile, core: EventCore, verdict: Omit<Verdict, 'id' | 'at'>): Verdict {
  locate(core, verdict.event)
  if (verdict.class !== null && verdict.verdict !== 'malicious')
    throw new Problem(
      'verdict-class',
      `Only a malicious event has a class; this one is ${verdict.verdict}.`,
      {
        where: { field: 'class' },
        advice: 'Leave the class out.',
      },
    )
  return saveVerdict(c, verdict)
}
