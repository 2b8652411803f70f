/** Per test row, every voice: the gate's weight, the expert's probability, and what the decision made of them. */
import type { Strategy } from '../../preload/contract/evaluation.ts'
import type { Voice } from '../../preload/contract/experts.ts'
import type { StoredScores } from '../case/results/runs.ts'
import { decide } from './decide.ts'
import type { Decision } from './decide.ts'
import { fromStored } from './from-scores.ts'
import { answersOf } from './unknown.ts'

/** A hearing without the event's own columns, which the caller adds. */
export interface HearingRow {
  event: number
  truth: string
  predicted: string
  /** Best score less the second best among those that speak; of an objection, its probability above one half. */
  margin: number
  voices: ReturnType<typeof Voice.parse>[]
  /** Joint systems: probability of each class. */
  answers?: { class: string; probability: number }[]
}

export interface HearingQuery {
  /** Class names; null takes every class. */
  truth: string | null
  predicted: string | null
  only: 'every' | 'errors' | 'right'
  offset: number
  limit: number
}

/** Test rows in stored order, filtered by truth and prediction; `total` counts all that match. */
export function hearings(
  stored: StoredScores,
  classes: string[],
  gating: { strategy: Strategy; parameter: number },
  query: HearingQuery,
): { total: number; rows: HearingRow[] } {
  const scored = fromStored(stored)
  const decision = decide(scored, gating.strategy, gating.parameter)
  const answers = answersOf(scored, classes)
  const truth = query.truth === null ? -1 : classes.indexOf(query.truth)
  const predicted = query.predicted === null ? -1 : answers.indexOf(query.predicted)
  const rows: HearingRow[] = []
  let total = 0
  for (let row = 0; row < decision.predicted.length; row++) {
    const isTrue = stored.truth[row]!
    const isSaid = decision.predicted[row]!
    if (query.truth !== null && isTrue !== truth) continue
    if (query.predicted !== null && isSaid !== predicted) continue
    if (query.only !== 'every' && (isTrue === isSaid) !== (query.only === 'right')) continue
    if (total >= query.offset && rows.length < query.limit) rows.push(hear(stored, decision, answers, row))
    total++
  }
  return { total, rows }
}

function hear(stored: StoredScores, decision: Decision, classes: string[], row: number): HearingRow {
  if (stored.form === 'joint') return hearJoint(stored, decision, classes, row)
  const voices = stored.experts.map((expert, e) => {
    const cell = row * stored.experts.length + e
    const gate = stored.gate[cell]!
    const probability = stored.probability[cell]!
    return { expert, gate, probability, score: gate * probability, active: decision.active[cell] === 1 }
  })
  const objection = decision.predicted[row]! < stored.classes ? null : voices.at(-1)!
  const heard = voices.filter((voice) => voice.active).map((voice) => voice.score)
  heard.sort((a, b) => b - a)
  return {
    event: stored.events[row]!,
    truth: classes[stored.truth[row]!] ?? '',
    predicted: classes[decision.predicted[row]!] ?? '',
    margin: objection ? objection.probability - 0.5 : (heard[0] ?? 0) - (heard[1] ?? 0),
    voices,
  }
}

/** The experts of a joint system have weights, and the network one probability per class. */
function hearJoint(stored: StoredScores, decision: Decision, classes: string[], row: number): HearingRow {
  const { experts, gate, probability } = stored
  const voices = experts.map((expert, e) => {
    const cell = row * experts.length + e
    const active = decision.active[cell] === 1
    return { expert, gate: gate[cell]!, probability: null, score: null, active }
  })
  const answers = classes.map((name, c) => ({
    class: name,
    probability: probability[row * classes.length + c]!,
  }))
  const [first, second] = answers.map((answer) => answer.probability).toSorted((a, b) => b - a)
  return {
    event: stored.events[row]!,
    truth: classes[stored.truth[row]!] ?? '',
    predicted: classes[decision.predicted[row]!] ?? '',
    margin: (first ?? 0) - (second ?? 0),
    voices,
    answers,
  }
}
