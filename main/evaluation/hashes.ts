/**
 * Hashes of models and of scores: equal hashes mean equal bytes. Numbers are hashed in little-endian order, as they
 * lie in memory on every platform that Tribunal runs on and in the case file.
 */
import type { ProtocolId } from '../../preload/contract/experiment.ts'
import { sha256 } from '../case/hash.ts'
import type { StoredModel, StoredScores } from '../case/results/runs.ts'
import { weightsHash } from '../engine/weights.ts'
import type { ScoredRows } from '../training/types.ts'

/** The shape in which the case keeps scores. */
export function toStored(protocol: ProtocolId, scored: ScoredRows): StoredScores {
  const { classes, form, experts, truth, events, gate, probability } = scored
  return { protocol, classes, form, experts, events, truth, gate, probability }
}

/** SHA-256 over `regime/name hash` lines, one a model, sorted. */
export function modelsHash(models: readonly Pick<StoredModel, 'regime' | 'name' | 'weights'>[]): string {
  const lines = models.map((model) => `${model.regime}/${model.name} ${weightsHash(model.weights)}`)
  return sha256(lines.sort().join('\n'))
}

/** SHA-256 over one line per protocol and array, sorted by protocol. */
export function scoresHash(scores: readonly StoredScores[]): string {
  const lines = scores.map((stored) =>
    [
      [stored.protocol, stored.classes, stored.truth.length, ...namesOf(stored)].join(' '),
      ...[stored.events, stored.truth, stored.gate, stored.probability].map((array) =>
        sha256(asBytes(array)),
      ),
    ].join('\n'),
  )
  return sha256(lines.sort().join('\n'))
}

/** A panel whose experts are the classes is hashed as it was before there were others. */
function namesOf({ form, experts, classes }: StoredScores): string[] {
  return form === 'panel' && experts.length === classes ? [] : [form, JSON.stringify(experts)]
}

function asBytes(array: Float64Array | Float32Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
