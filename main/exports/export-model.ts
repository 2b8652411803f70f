/** Exports a model of one run as `model.onnx` with its card, checked against what Tribunal says, all files or none. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProtocolResult } from '../../preload/contract/evaluation.ts'
import type { ExportedKind } from '../../preload/contract/exports.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { CaseFile } from '../case/case-file.ts'
import { loadCoreAt } from '../case/evidence/core.ts'
import { getLabelSet } from '../case/label-sets.ts'
import { getEvaluation, readModels, readScores } from '../case/results/runs.ts'
import { listSources } from '../case/evidence/sources.ts'
import { chosenStrategy, parameterOf } from '../evaluation/decide.ts'
import { encode } from '../features/encode.ts'
import { eventTable, type EventTable } from '../features/table.ts'
import { scoreTrees } from '../models/trees/score.ts'
import { loadModel, type ModelOfRun } from '../scoring/stored-model.ts'
import { protocolPlan } from '../training/protocols.ts'
import { modelCard, type ModelCard } from './card.ts'
import { cardText } from './card-text.ts'
import { checkModel, spreadRows, type Expected } from './check-model.ts'
import { buildModel, type ExportSource } from './onnx/build.ts'

export interface ExportedModel {
  bytes: Uint8Array
  card: ModelCard
}

/**
 * The model file and its card; nothing is written. The same run gives the same bytes.
 * @param kind the run's own system, or the boosted trees that stand beside it
 * @throws Problem no-such-run, no-such-model, model-changed, export-differs
 */
export async function exportModel(
  c: CaseFile,
  runId: string,
  regime: string,
  signal: AbortSignal,
  kind: ExportedKind = 'system',
): Promise<ExportedModel> {
  const stored = loadModel(c, runId, regime)
  const { summary, config, encoder } = stored
  const strategy = kind === 'system' ? chosenStrategy(config.model) : 'joint'
  const source: ExportSource = {
    encoder,
    classes: summary.classes,
    model: kind === 'system' ? { kind: config.model.system, networks: stored.networks } : treesOf(c, stored),
    gating: { strategy, parameter: parameterOf(strategy, config.model) },
  }
  const { weightsHash, scoresHash, configHash, engine } = summary
  const metadata = { run: runId, regime, kind, weightsHash, scoresHash, configHash, engine }
  const model = buildModel(source, { ...metadata, classes: JSON.stringify(summary.classes) })
  const own = getEvaluation(c, runId).protocols.filter(({ id }) => protocolPlan[id].regime === regime)
  const table = eventTable(c, loadCoreAt(c, summary.createdAt))
  const expected = await expectedOf(c, stored, source, own, table, signal)
  const check = await checkModel(model, table, expected, signal)
  const evidence = listSources(c).filter(({ importedAt }) => importedAt <= summary.createdAt)
  const labelSet = getLabelSet(c, summary.labelSet)
  const card = modelCard({ stored, kind, source, protocols: own, evidence, labelSet, model, check })
  return { bytes: model.bytes, card }
}

/** What Tribunal says of test rows: of a system as it was stored, of trees by scoring them now. */
async function expectedOf(
  c: CaseFile,
  { summary }: ModelOfRun,
  source: ExportSource,
  protocols: readonly ProtocolResult[],
  table: EventTable,
  signal: AbortSignal,
): Promise<Expected[]> {
  const expected: Expected[] = []
  for (const { id } of protocols) {
    const { events, gate, probability } = readScores(c, summary.id, id)
    if (source.model.kind !== 'boosted-trees') expected.push({ events, gate, probability })
    else {
      const some = Float64Array.from(spreadRows(events.length), (row) => events[row]!)
      const x = encode(table, source.encoder, some)
      expected.push({
        events: some,
        gate: null,
        probability: await scoreTrees(source.model.weights, x, signal),
      })
    }
  }
  return expected
}

function treesOf(c: CaseFile, { summary, regime }: ModelOfRun): ExportSource['model'] {
  const trees = readModels(c, summary.id).find(
    (model) => model.regime === regime && model.name === 'boosted-trees',
  )
  if (trees) return { kind: 'boosted-trees', weights: trees.weights }
  throw new Problem('no-such-model', `Run ${summary.id} has no boosted trees of the regime ${regime}.`, {
    where: { file: c.path, field: 'model' },
    advice: 'Run the experiment with boosted trees among its baselines.',
  })
}

/**
 * Writes `model.onnx`, `model-card.json` and `model-card.md` into a folder, which is made if need be.
 * @returns the paths written
 * @throws Problem export-not-saved
 */
export function saveModelFiles(folder: string, { bytes, card }: ExportedModel): string[] {
  const files: [string, string | Uint8Array][] = [
    [join(folder, 'model.onnx'), bytes],
    [join(folder, 'model-card.json'), `${JSON.stringify(card, null, 2)}\n`],
    [join(folder, 'model-card.md'), cardText(card)],
  ]
  const draft = (path: string) => `${path}.${process.pid}.new`
  const drafts: string[] = []
  try {
    mkdirSync(folder, { recursive: true })
    for (const [path, content] of files) {
      drafts.push(draft(path))
      writeFileSync(draft(path), content)
    }
    for (const [path] of files) renameSync(draft(path), path)
  } catch (error) {
    for (const path of drafts) rmSync(path, { force: true })
    throw new Problem(
      'export-not-saved',
      `The model cannot be written to ${folder}: ${(error as Error).message}`,
      {
        where: { file: folder },
        advice: 'Choose a folder where you may write, with enough space.',
        cause: error,
      },
    )
  }
  return files.map(([path]) => path)
}
