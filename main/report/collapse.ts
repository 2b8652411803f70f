/**
 * Protocol E1 (trained and tested imbalanced) is where the published model found nothing while its average looked
 * fair. Every report says whether this run's E1 collapsed, and on what evidence.
 */
import type { Evaluation, ProtocolResult } from '../../preload/contract/evaluation.ts'

export interface Collapse {
  protocol: 'E1'
  state: 'collapsed' | 'in part' | 'none' | 'not run'
  /** The answer and its evidence, in plain words. */
  statement: string
}

const KINDS = new Set(['majority-class-collapse', 'gate-collapse'])

export function collapseOf(evaluation: Evaluation): Collapse {
  const e1 = evaluation.protocols.find((protocol) => protocol.id === 'E1')
  if (!e1) {
    const statement = 'E1 was not run, so nothing is said here about collapse on imbalanced training.'
    return { protocol: 'E1', state: 'not run', statement }
  }
  const found = e1.ailments.filter((ailment) => KINDS.has(ailment.kind))
  if (found.length === 0) return { protocol: 'E1', state: 'none', statement: absence(e1) }
  const state = found.some((ailment) => ailment.severity === 'severe') ? 'collapsed' : 'in part'
  const opening = state === 'collapsed' ? 'E1 has collapsed.' : 'E1 has collapsed in part.'
  const told = found.map((ailment) => `${ailment.finding} ${ailment.evidence}`)
  return { protocol: 'E1', state, statement: [opening, ...told, ...spared(e1)].join(' ') }
}

function absence(e1: ProtocolResult): string {
  const gate = e1.cleared.some((clearance) => clearance.kind === 'gate-collapse')
  const where = gate ? 'neither in its answers nor in its gate' : 'its answers are varied enough'
  return [`E1 has not collapsed, ${where}.`, ...evidenceAgainst(e1)].join(' ')
}

/** Where one kind of collapse was found, what speaks against the other. */
function spared(e1: ProtocolResult): string[] {
  const evidence = evidenceAgainst(e1)
  if (evidence.length === 0) return []
  const gate = e1.cleared.some((clearance) => clearance.kind === 'gate-collapse')
  return [gate ? 'Its gate has not collapsed.' : 'Its answers have not collapsed.', ...evidence]
}

function evidenceAgainst(e1: ProtocolResult): string[] {
  return e1.cleared.filter((clearance) => KINDS.has(clearance.kind)).map((clearance) => clearance.evidence)
}
