/** The explicit answer on E1, in each of its four states. */
import { expect, test } from 'vitest'
import { evaluateExperiment } from '../../../main/evaluation/evaluate.ts'
import { collapseOf } from '../../../main/report/collapse.ts'
import type { ScoredRows } from '../../../main/training/types.ts'
import {
  collapsed,
  config,
  experiment,
  falling,
  labelsOf,
  PUBLISHED,
  sound,
} from '../evaluation/synthetic.ts'

const answer = (scored: ScoredRows, id: 'E1' | 'E2' = 'E1') =>
  collapseOf(evaluateExperiment(experiment(scored, { id }), config(), falling('imbalanced')))

test('collapsed: answers and gate, with the numbers of both', () => {
  const { state, statement } = answer(collapsed(labelsOf(PUBLISHED)))
  expect(state).toBe('collapsed')
  expect(statement).toMatch(
    /^E1 has collapsed\. Nearly everything is called benign.*Entropy of the load 0\.000 nats/,
  )
})

test('in part: one class is never found, the gate is cleared', () => {
  const scored = sound(labelsOf(PUBLISHED))
  scored.truth.forEach((truth, row) => {
    const [gate, own] = [row * scored.experts.length, row * scored.experts.length + 2]
    if (truth !== 2) return
    // The gate still ranks the right expert first, but a sure voice beside it wins.
    scored.gate.set([0.8], gate)
    scored.gate.set([0.9], own)
    scored.probability.set([1], gate)
    scored.probability.set([0.1], own)
  })
  const { state, statement } = answer(scored)
  expect(state).toBe('in part')
  expect(statement).toMatch(
    /^E1 has collapsed in part\. Never or almost never found: T1021\..*Its gate has not collapsed\./,
  )
})

test('none: said with the evidence against it', () => {
  const { state, statement } = answer(sound(labelsOf(PUBLISHED)))
  expect(state).toBe('none')
  expect(statement).toMatch(
    /^E1 has not collapsed, neither .* Entropy of the answers .* Ranked first by the gate/,
  )
})

test('not run: nothing is claimed', () => {
  expect(answer(sound(labelsOf(PUBLISHED)), 'E2')).toMatchObject({ state: 'not run' })
})
