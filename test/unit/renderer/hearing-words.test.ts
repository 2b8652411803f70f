/** What the Experts page says about a hearing: the words must fit the numbers. */
import { expect, test } from 'vitest'
import type { Hearing } from '../../../preload/contract/experts.ts'
import { decisionOf, isSilent, outcomeOf } from '../../../renderer/src/pages/experts/words.ts'

const voice = (expert: string, gate: number, probability: number, active: boolean): Hearing['voices'][0] => ({
  expert,
  gate,
  probability,
  score: gate * probability,
  active,
})

const hearing = (predicted: string, margin: number, voices: Hearing['voices']): Hearing => ({
  event: 1,
  time: null,
  host: '',
  user: '',
  action: '',
  truth: 'benign',
  predicted,
  margin,
  voices,
})

test('every pair of truth and call has its own outcome', () => {
  expect(outcomeOf({ truth: 'benign', predicted: 'benign' })).toBe('rightly passed')
  expect(outcomeOf({ truth: 'T1', predicted: 'T1' })).toBe('found')
  expect(outcomeOf({ truth: 'benign', predicted: 'T1' })).toBe('false alarm')
  expect(outcomeOf({ truth: 'T1', predicted: 'benign' })).toBe('missed')
  expect(outcomeOf({ truth: 'T1', predicted: 'T2' })).toBe('wrong attack')
})

test('an objection of the expert for the unknown is told as one', () => {
  const voices = [
    voice('benign', 0.9, 0.8, true),
    voice('T1', 0.1, 0.2, false),
    voice('unknown', 0.9, 0.95, true),
  ]
  const row = { ...hearing('unknown', 0.45, voices), truth: 'T1' }
  expect(outcomeOf(row)).toBe('found as new')
  expect(outcomeOf({ ...row, truth: 'benign' })).toBe('false alarm')
  expect(decisionOf(row, { strategy: 'threshold', parameter: 0.5 })).toMatch(
    /objects.*\(probability 0\.950\)/,
  )
  // A class of that name with an expert of its own is no objection.
  const own = {
    ...row,
    truth: 'T1',
    voices: [voice('benign', 0.2, 0.8, true), voice('unknown', 0.9, 0.95, true)],
  }
  expect(outcomeOf(own)).toBe('wrong attack')
})

test('a row is silent when no gate weight exceeds the threshold, and only under threshold gating', () => {
  const row = hearing('T1', 0.3, [voice('benign', 0.4, 0.5, false), voice('T1', 0.5, 0.6, true)])
  expect(isSilent(row, { strategy: 'threshold', parameter: 0.5 })).toBe(true)
  expect(isSilent(row, { strategy: 'threshold', parameter: 0.49 })).toBe(false)
  expect(isSilent(row, { strategy: 'top-1', parameter: 1 })).toBe(false)
})

test('a decision says who won and how clearly', () => {
  const voices = [voice('benign', 0.9, 0.5, true), voice('T1', 0.8, 0.6, true), voice('T2', 0.1, 1, false)]
  const gating = { strategy: 'threshold', parameter: 0.5 } as const
  expect(decisionOf(hearing('T1', 0.03, voices), gating)).toBe(
    'The expert of T1 won by a hair, 0.030 ahead of benign.',
  )
  expect(decisionOf(hearing('T1', 0.5, voices), gating)).toContain('clearly')
})

test('one voice alone is said to be alone, and why', () => {
  const alone = [voice('benign', 0.2, 0.5, false), voice('T1', 0.8, 0.6, true)]
  expect(decisionOf(hearing('T1', 0.48, alone), { strategy: 'threshold', parameter: 0.5 })).toContain('Only')
  expect(decisionOf(hearing('T1', 0.48, alone), { strategy: 'threshold', parameter: 0.9 })).toContain(
    'No gate weight passed 0.90',
  )
})
