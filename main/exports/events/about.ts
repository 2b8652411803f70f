/** What an export says about itself: which events of which case, chosen how; in the sidecar, in Arrow's schema, in the custody log. */
import { basename } from 'node:path'
import type { EventSelection } from '../../../preload/contract/events.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { timeText } from '../../case/evidence/cell-text.ts'
import { custodyTip } from '../../case/custody.ts'
import { listHostClocks } from '../../case/evidence/host-clocks.ts'
import { getLabelSet } from '../../case/label-sets.ts'
import { getScoring } from '../../case/results/scorings.ts'
import { VERSION } from '../../case/version.ts'
import type { OutColumn } from './columns.ts'

export interface About {
  program: string
  case: string
  writtenAt: string
  filter: string
  /** ISO 8601 UTC, both ends included; null for no limit. */
  from: string | null
  to: string | null
  order: 'oldest' | 'newest'
  labelSet: { id: string; name: string; labelsHash: string; ruleHash: string } | null
  /** The scores of a stored model that stand in the columns predicted, attack_score and expert. */
  scoring: {
    id: string
    name: string
    run: string
    modelCase: string | null
    weightsHash: string
    scoresHash: string
  } | null
  /** Hosts whose clocks are set right in the column time: microseconds added. The columns of the evidence are as recorded. */
  clocks: Record<string, number>
  /** Of the file, and of the whole case. */
  rows: number
  events: number
  columns: { name: string; type: string; evidence: string | null }[]
  /** Tip of the custody log before this export's own entry. */
  custodyTip: string
}

export function describe(
  c: CaseFile,
  selection: EventSelection,
  counts: { rows: number; events: number },
  columns: readonly OutColumn[],
): About {
  const { filter, from, to, order, labelSet } = selection
  const instant = (micros: number | null): string | null => (micros === null ? null : timeText(micros))
  return {
    program: `Tribunal ${VERSION}`,
    case: basename(c.path),
    writtenAt: new Date().toISOString(),
    filter,
    from: instant(from),
    to: instant(to),
    order,
    labelSet: labelSet === null ? null : labelsNamed(c, labelSet),
    scoring: selection.scoring ? scoresNamed(c, selection.scoring) : null,
    clocks: Object.fromEntries(listHostClocks(c).map(({ host, shift }) => [host, shift])),
    ...counts,
    columns: columns.map(({ name, type, evidence }) => ({ name, type, evidence })),
    custodyTip: custodyTip(c),
  }
}

/** For Arrow's schema: `tribunal.filter`, `tribunal.rows`, …; what is no text is JSON. */
export function metadataOf(about: About): Map<string, string> {
  return new Map(
    Object.entries(about).map(([key, value]: [string, unknown]) => [
      `tribunal.${key}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
}

function scoresNamed(c: CaseFile, wanted: string): NonNullable<About['scoring']> {
  const { id, name, run, modelCase, hashes } = getScoring(c, wanted)
  return { id, name, run, modelCase, weightsHash: hashes.weights, scoresHash: hashes.scores }
}

function labelsNamed(c: CaseFile, wanted: string): NonNullable<About['labelSet']> {
  const { id, name, labelsHash, ruleHash } = getLabelSet(c, wanted)
  return { id, name, labelsHash, ruleHash }
}
