/** The model card: what the model is, how it did, from what and with what it was made. Verdicts and ailments come first. */
import type { Ailment, Metrics, ProtocolResult, Strategy } from '../../preload/contract/evaluation.ts'
import type { Source } from '../../preload/contract/evidence.ts'
import type { ExperimentConfig, RunSummary } from '../../preload/contract/experiment.ts'
import type { LabelSet } from '../../preload/contract/labeling.ts'
import { canonicalJson, sha256 } from '../case/hash.ts'
import { VERSION } from '../case/version.ts'
import { IR_VERSION, OPERATOR_SET } from '../engine/onnx/model.ts'
import { weightsHash } from '../engine/weights.ts'
import { chosenMetrics } from '../evaluation/chosen.ts'
import type { ModelCheck } from './check-model.ts'
import type { BuiltModel, ModelOutput, Panel } from './onnx/build.ts'
import { INTENDED_USE, limitsOf } from './card-words.ts'

export interface ModelCard {
  format: 'tribunal-model-card'
  formatVersion: 1
  name: string
  run: string
  regime: string
  /** Of the protocols that test this regime. */
  results: {
    protocol: string
    title: string
    holds: boolean
    verdict: string
    ailments: Ailment[]
    strategy: Strategy
    metrics: Metrics
  }[]
  intendedUse: string
  limits: string[]
  classes: string[]
  gating: Panel['gating']
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
  hashes: Record<'model' | 'config' | 'encoder' | 'experts' | 'gate' | 'runWeights' | 'runScores', string>
  /** The file against the stored scores of the run; null when it could not be run here. */
  check: ModelCheck | null
}

export interface CardFacts {
  summary: RunSummary
  regime: string
  config: ExperimentConfig
  /** Results of the protocols whose model this is. */
  protocols: ProtocolResult[]
  evidence: Source[]
  labelSet: LabelSet
  panel: Panel
  model: BuiltModel
  check: ModelCheck | null
}

export function modelCard(facts: CardFacts): ModelCard {
  const { summary, regime, config, protocols, panel, model, check } = facts
  const { id, name, ruleHash, labelsHash, rule } = facts.labelSet
  return {
    format: 'tribunal-model-card',
    formatVersion: 1,
    name: summary.name,
    run: summary.id,
    regime,
    results: protocols.map(resultOf),
    intendedUse: INTENDED_USE,
    limits: limitsOf(facts),
    classes: panel.classes,
    gating: panel.gating,
    inputs: model.inputs.map(({ name: input, type, what }) => ({
      name: input,
      type,
      shape: ['batch', 1],
      what,
    })),
    outputs: model.outputs,
    features: panel.encoder.names,
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
      encoder: sha256(canonicalJson(panel.encoder)),
      experts: weightsHash(panel.experts),
      gate: weightsHash(panel.gate),
      runWeights: summary.weightsHash,
      runScores: summary.scoresHash,
    },
    check,
  }
}

function resultOf(protocol: ProtocolResult): ModelCard['results'][number] {
  const { id, title, holds, verdict, ailments, chosen } = protocol
  return { protocol: id, title, holds, verdict, ailments, strategy: chosen, metrics: chosenMetrics(protocol) }
}

function evidenceOf({ name, kind, size, sha256: hash, accepted, reader }: Source) {
  return { name, kind, size, sha256: hash, accepted, reader }
}
