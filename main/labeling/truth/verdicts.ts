/** Truth from people's verdicts: known for the events that they looked at, and for no others. */
import type { LabelIndex } from '../label-index.ts'
import { standingVerdicts } from '../verdicts.ts'
import type { Truth } from './truth.ts'

/** Malicious is malicious, of whatever class: verdicts need not name one. Unsure says nothing. */
export function truthOfVerdicts(index: LabelIndex): Truth {
  const events = new Int32Array(index.core.count).fill(-1)
  let malicious = 0
  let known = 0
  for (const { event, verdict } of standingVerdicts(index.verdicts, Infinity).values()) {
    if (event >= events.length || verdict === 'unsure') continue
    events[event] = Number(verdict === 'malicious')
    malicious += events[event]
    known++
  }
  return {
    name: 'verdicts',
    key: 'malicious',
    events,
    alerts: Int32Array.from(index.alerts, () => 1),
    malicious,
    known,
  }
}
