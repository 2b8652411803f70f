/** Scores of a stored model, spread over the events of the case: what a filter, a page and an export ask for by event. */
import type { Scoring } from '../../../preload/contract/scoring.ts'
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { getScoring, readScoring } from '../../case/results/scorings.ts'
import type { Access } from './access.ts'
import { rowMask } from './masks.ts'

/** Nothing was said of an event. */
const NONE = 255

export interface Scores {
  scoring: Scoring
  /** Per event of the case; 255 where it was not scored. */
  predicted: Uint8Array
  /** Per event; NaN where it was not scored. */
  attack: Float32Array
  expert: Uint8Array
}

/** The scores that were used last with each core. */
const last = new WeakMap<EventCore, Scores>()

/** @throws Problem no-such-scoring */
export function scoresOf(c: CaseFile, core: EventCore, id: string): Scores {
  const known = last.get(core)
  if (known?.scoring.id === id) return known
  const scoring = getScoring(c, id)
  const { events, predicted, attack, expert } = readScoring(c, id)
  const all: Scores = {
    scoring,
    predicted: new Uint8Array(core.count).fill(NONE),
    attack: new Float32Array(core.count).fill(NaN),
    expert: new Uint8Array(core.count).fill(NONE),
  }
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    all.predicted[event] = predicted[i]!
    all.attack[event] = attack[i]!
    all.expert[event] = expert[i]!
  }
  last.set(core, all)
  return all
}

/** The answer in words; '' where the event was not scored. */
export const answerName = ({ scoring, predicted }: Scores, event: number): string =>
  scoring.answers[predicted[event] ?? NONE] ?? ''
export const expertName = ({ scoring, expert }: Scores, event: number): string =>
  scoring.experts[expert[event] ?? NONE] ?? ''

/** A column of codes into names. */
export function namedAccess(codes: Uint8Array, names: readonly string[]): Access {
  return (test) => {
    const table = Uint8Array.from({ length: 256 }, (_, code) => (test.text(names[code] ?? '') ? 1 : 0))
    return ({ firstEvent, rows }) => rowMask(rows, (row) => table[codes[firstEvent + row] ?? NONE] === 1)
  }
}

export function numberAccess(values: Float32Array): Access {
  return (test) =>
    ({ firstEvent, rows }) =>
      rowMask(rows, (row) => test.number(values[firstEvent + row] ?? NaN))
}
