/** Whether a protocol's result holds, holds with reservations, or does not: one word and one tone everywhere. */
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { ProtocolResult } from '../../../../preload/contract/evaluation.ts'

const STANDINGS = {
  good: { title: 'Holds', Icon: IconCircleCheck },
  warn: { title: 'Holds, with reservations', Icon: IconAlertTriangle },
  bad: { title: 'Does not hold', Icon: IconCircleX },
} as const
export type Tone = keyof typeof STANDINGS

/** A result with any ailment is never shown as simply good. */
function toneOf({ holds, ailments }: Pick<ProtocolResult, 'holds' | 'ailments'>): Tone {
  if (!holds) return 'bad'
  return ailments.length > 0 ? 'warn' : 'good'
}

export function standingOf(protocol: Pick<ProtocolResult, 'holds' | 'ailments'>) {
  const tone = toneOf(protocol)
  return { tone, ...STANDINGS[tone] }
}

/** The reasons of a verdict without the word that stands above it. */
export function reasonsOf(verdict: string): string {
  const reasons = verdict.replace(/^(Holds|Does not hold): /, '')
  return reasons.charAt(0).toUpperCase() + reasons.slice(1)
}
