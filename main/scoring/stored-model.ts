/**
 * A model as its run stored it: weights, encoder, classes, config, seed, engine and version. Before it is used, everything that
 * was hashed when it was stored is hashed again.
 */
import type { ExperimentConfig, RunSummary } from '../../preload/contract/experiment.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { CaseFile } from '../case/case-file.ts'
import { custodyOf } from '../case/custody.ts'
import { canonicalJson, sha256 } from '../case/hash.ts'
import { getRun, readEncoder, readModels, type StoredModel } from '../case/results/runs.ts'
import { listSources } from '../case/evidence/sources.ts'
import { modelsHash } from '../evaluation/hashes.ts'
import type { Encoder } from '../features/encoder.ts'
import { entitiesOf, type Entities } from '../features/missing-columns.ts'
import { isAblation } from '../training/ablation.ts'
import { isRival } from '../training/rivals/index.ts'

export interface ModelOfRun {
  summary: RunSummary
  config: ExperimentConfig
  encoder: Encoder
  regime: string
  /** Those of the regime, without the rivals and ablations that stand beside them. */
  networks: StoredModel[]
  /** What the captures named that were there when it was trained. */
  trainedWith: Entities
  /** The version of Tribunal that stored it; empty when the log does not know. */
  version: string
  hashes: { config: string; weights: string; encoder: string }
}

/**
 * @param regime the first trained when left out
 * @throws Problem no-such-run, no-such-model, model-changed
 */
export function loadModel(c: CaseFile, run: string, regime?: string): ModelOfRun {
  const { summary, config } = getRun(c, run)
  const models = readModels(c, run)
  const encoder = readEncoder(c, run) as Encoder
  const entry = custodyOf(c, 'run-saved', run)
  const hashes = {
    config: sha256(canonicalJson(config)),
    weights: modelsHash(models),
    encoder: sha256(canonicalJson(encoder)),
  }
  const logged = entry?.details['encoderHash']
  demandSame(c, run, 'weights', hashes.weights, summary.weightsHash)
  demandSame(c, run, 'config', hashes.config, summary.configHash)
  if (typeof logged === 'string') demandSame(c, run, 'encoder', hashes.encoder, logged)
  const wanted = regime ?? models[0]?.regime ?? ''
  const networks = models.filter(
    ({ regime: own, name }) => own === wanted && !isRival(name) && !isAblation(name),
  )
  if (networks.length === 0) throw noSuchModel(c, run, wanted, models)
  const trainedWith = entitiesOf(listSources(c).filter(({ importedAt }) => importedAt <= summary.createdAt))
  return {
    summary,
    config,
    encoder,
    regime: wanted,
    networks,
    trainedWith,
    version: entry?.version ?? '',
    hashes,
  }
}

function demandSame(c: CaseFile, run: string, what: string, now: string, then: string): void {
  if (now === then) return
  throw new Problem(
    'model-changed',
    `The ${what} of ${run} are not as they were stored: ${now}, stored as ${then}.`,
    {
      where: { file: c.path },
      advice: 'Verify the case. A model that was changed is not used.',
    },
  )
}

function noSuchModel(c: CaseFile, run: string, regime: string, models: StoredModel[]): Problem {
  const there = [...new Set(models.map((model) => model.regime))].join(', ')
  return new Problem('no-such-model', `Run ${run} has no model of the regime ${regime}; it has: ${there}.`, {
    where: { file: c.path, field: 'regime' },
    advice: 'Choose a regime that the run trained.',
  })
}
