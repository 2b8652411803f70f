/** One hash for all weights of a run and one for all its scores: how a repeated run is told to be the same. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../case/hash.ts'
import type { StoredModel, StoredScores } from '../case/runs.ts'
import type { ExperimentResult, ProtocolRows } from './types.ts'

/** Every model's regime, name, and its arrays' names, shapes and bytes; the order of models does not matter. */
export function hashModels(models: StoredModel[]): string {
  const hash = createHash('sha256')
  for (const model of sorted(models, (one) => `${one.regime}/${one.name}`))
    for (const [name, array] of sorted(Object.entries(model.weights), ([key]) => key)) {
      hash.update(canonicalJson({ regime: model.regime, model: model.name, name, shape: array.shape }))
      hash.update(bytes(array.data))
    }
  return hash.digest('hex')
}

/** Every protocol's events, truth, gate weights and probabilities; the order of protocols does not matter. */
export function hashScores(scores: StoredScores[]): string {
  const hash = createHash('sha256')
  for (const one of sorted(scores, (stored) => stored.protocol)) {
    hash.update(canonicalJson({ protocol: one.protocol, classes: one.classes, rows: one.truth.length }))
    for (const array of [one.events, one.truth, one.gate, one.probability]) hash.update(bytes(array))
  }
  return hash.digest('hex')
}

/** The scores of an experiment in the shape in which the case stores them. */
export function storedScores(result: Pick<ExperimentResult, 'protocols'>): StoredScores[] {
  return result.protocols.map(({ id, scored }: ProtocolRows) => ({
    protocol: id,
    classes: scored.experts,
    events: scored.events,
    truth: scored.truth,
    gate: scored.gate,
    probability: scored.probability,
  }))
}

function sorted<T>(list: T[], key: (one: T) => string): T[] {
  return list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

function bytes(array: Float64Array | Float32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
