/** The model card: what the model is, how it did, from what and with what it was made. Verdicts and ailments come first. */
import type { Ailment, Metrics, ProtocolResult, Strategy } from '../../preload/contract/evaluation.ts'
import type { Source } from '../../preload/contract/evidence.ts'
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import type { ExportedKind } from '../../preload/contract/exports.ts'
import type { LabelSet } from '../../preload/contract/labeling.ts'
import { canonicalJson, sha256 } from '../case/hash.ts'
import { VERSION } from '../case/version.ts'
import { IR_VERSION, OPERATOR_SET } from '../engine/onnx/model.ts'
import { weightsHash } from '../engine/weights.ts'
import { chosenMetrics } from '../evaluation/chosen.ts'
import type { ModelCheck } from './check-model.ts'
import type { ModelOfRun } from '../scoring/stored-model.ts'
import type { BuiltModel, ExportSource, ModelOutput } from './onnx/build.ts'
import { INTENDED_USE, limitsOf } from './card-words.ts'

export interface ModelCard {
  format: 'tribunal-model-card'
  formatVersion: 1
  name: string
  run: string
  regime: string
  /** `S1`, `S2`, …, or `boosted-trees`: the rival that stands beside the run's system. */
  model: string
  /** Of the protocols that test this regime. */
  results: {
    protocol: string
    title: string
    /** Null for a rival, which no verdict is about. */
    holds: boolean | null
    verdict: string
    ailments: Ailment[]
    strategy: Strategy
    metrics: Metrics
  }[]
  intendedUse: string
  limits: string[]
  classes: string[]
  experts: string[]
  /** What `class_index` counts. */
  answers: string[]
  gating: ExportSource['gating']
  inputs: { name: string; type: string; shape: ['batch', 1]; what: string }[]
  outputs: ModelOutput[]
  features: string[]
  trainedOn: {
    evidence: Pick<Source, 'name' | 'kind' | 'size' | 'sha256' | 'accepted' | 'reader'>[]
    labelSet: Pick<LabelSet, 'id' | 'name' | 'rule' | 'ruleHash' | 'labelsHash'>
    /** Rows by class in training, where a protocol tells. */
    rows: number[] | null
  }
  config: ExperimentConfig
  seed: number
  engine: string
  versions: { tribunal: string; opset: number; ir: number; checkedWith: string | null }
  /** Of the file, config and encoder, of each network or of the trees, and of all of the run. */
  hashes: { model: string; config: string; encoder: string; runWeights: string; runScores: string } & Record<
    string,
    string
  >
  /** The file against the stored scores of the run; null when it could not be run here. */
  check: ModelCheck | null
}

export interface CardFacts {
  stored: ModelOfRun
  kind: ExportedKind
  source: ExportSource
  /** Results of the protocols whose model this is. */
  protocols: ProtocolResult[]
  evidence: Source[]
  labelSet: LabelSet
  model: BuiltModel
  check: ModelCheck | null
}

export function modelCard(facts: CardFacts): ModelCard {
  const { stored, kind, source, protocols, model, check } = facts
  const { summary, config, regime } = stored
  const { id, name, ruleHash, labelsHash, rule } = facts.labelSet
  return {
    format: 'tribunal-model-card',
    formatVersion: 1,
    name: kind === 'system' ? summary.name : `${summary.name}: boosted trees`,
    run: summary.id,
    regime,
    model: source.model.kind,
    results: protocols.flatMap((protocol) => (kind === 'system' ? resultOf(protocol) : rivalOf(protocol))),
    intendedUse: INTENDED_USE,
    limits: limitsOf(facts),
    classes: source.classes,
    experts: model.experts,
    answers: model.answers,
    gating: source.gating,
    inputs: model.inputs.map(({ name: input, type, what }) => ({
      name: input,
      type,
      shape: ['batch', 1],
      what,
    })),
    outputs: model.outputs,
    features: source.encoder.names,
    trainedOn: {
      evidence: facts.evidence.map(evidenceOf),
      labelSet: { id, name, rule, ruleHash, labelsHash },
      rows: protocols[0]?.train.perClass ?? null,
    },
    config,
    seed: summary.seed,
    engine: summary.engine,
    versions: { tribunal: VERSION, opset: OPERATOR_SET, ir: IR_VERSION, checkedWith: check?.runtime ?? null },
    hashes: {
      model: sha256(model.bytes),
      config: summary.configHash,
      encoder: sha256(canonicalJson(source.encoder)),
      ...partHashes(source),
      runWeights: summary.weightsHash,
      runScores: summary.scoresHash,
    },
    check,
  }
}

function partHashes({ model }: ExportSource): Record<string, string> {
  if (model.kind === 'boosted-trees') return { trees: weightsHash(model.weights) }
  return Object.fromEntries(model.networks.map(({ name, weights }) => [name, weightsHash(weights)]))
}

function resultOf(protocol: ProtocolResult): ModelCard['results'][number] {
  const { id, title, holds, verdict, ailments, chosen } = protocol
  return { protocol: id, title, holds, verdict, ailments, strategy: chosen, metrics: chosenMetrics(protocol) }
}

/** The trees' own numbers; verdict and ailments of the run are about its system. */
function rivalOf({ id, title, baselines }: ProtocolResult): ModelCard['results'] {
  const found = baselines.find((baseline) => baseline.kind === 'boosted-trees')
  if (!found) return []
  const verdict = `No verdict: these trees stand beside the run's system to compare with. ${found.detail}.`
  return [
    { protocol: id, title, holds: null, verdict, ailments: [], strategy: 'joint', metrics: found.metrics },
  ]
}

function evidenceOf({ name, kind, size, sha256: hash, accepted, reader }: Source) {
  return { name, kind, size, sha256: hash, accepted, reader }
}
