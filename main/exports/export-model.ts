/** Exports the panel of one run as `model.onnx` with its card, checked against the stored scores, all files or none. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Strategy } from '../../preload/contract/evaluation.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { CaseFile } from '../case/case-file.ts'
import { loadCoreAt } from '../case/core.ts'
import { getLabelSet } from '../case/label-sets.ts'
import { getEvaluation, getRun, readEncoder, readModels, readScores } from '../case/runs.ts'
import { listSources } from '../case/sources.ts'
import { parameterOf } from '../evaluation/decide.ts'
import type { Encoder } from '../features/encoder.ts'
import { eventTable } from '../features/table.ts'
import { protocolPlan } from '../training/protocols.ts'
import { modelCard, type ModelCard } from './card.ts'
import { cardText } from './card-text.ts'
import { checkModel } from './check-model.ts'
import { buildModel, type Panel } from './onnx/build.ts'

export interface ExportedModel {
  bytes: Uint8Array
  card: ModelCard
}

/**
 * The model file and its card; nothing is written. The same run gives the same bytes.
 * @throws Problem no-such-run, no-such-model, no-export, export-differs
 */
export async function exportModel(
  c: CaseFile,
  runId: string,
  regime: string,
  signal: AbortSignal,
): Promise<ExportedModel> {
  const { summary, config } = getRun(c, runId)
  if (config.model.system !== 'S1') throw notYet(`of system ${config.model.system}`)
  if (config.model.learner === 'trees') throw notYet('of trees')
  if (config.model.novelty) throw notYet('with an expert for the unknown')
  const strategy: Strategy = config.model.gating
  const panel: Panel = {
    ...weightsOf(c, runId, regime),
    encoder: readEncoder(c, runId) as Encoder,
    classes: summary.classes,
    gating: { strategy, parameter: parameterOf(strategy, config.model) },
  }
  const { weightsHash, scoresHash, configHash, engine } = summary
  const metadata = { run: runId, regime, weightsHash, scoresHash, configHash, engine }
  const model = buildModel(panel, { ...metadata, classes: JSON.stringify(panel.classes) })
  const own = getEvaluation(c, runId).protocols.filter(({ id }) => protocolPlan[id].regime === regime)
  const table = eventTable(c, loadCoreAt(c, summary.createdAt))
  const check = await checkModel(
    model,
    table,
    own.map(({ id }) => readScores(c, runId, id)),
    signal,
  )
  const evidence = listSources(c).filter(({ importedAt }) => importedAt <= summary.createdAt)
  const labelSet = getLabelSet(c, summary.labelSet)
  const card = modelCard({ summary, regime, config, protocols: own, evidence, labelSet, panel, model, check })
  return { bytes: model.bytes, card }
}

function weightsOf(c: CaseFile, runId: string, regime: string): Pick<Panel, 'experts' | 'gate'> {
  const models = readModels(c, runId)
  const find = (name: string) =>
    models.find((model) => model.regime === regime && model.name === name)?.weights
  const [experts, gate] = [find('experts'), find('gate')]
  if (experts && gate) return { experts, gate }
  const there = [...new Set(models.map((model) => model.regime))].join(', ')
  throw new Problem('no-such-model', `Run ${runId} has no model of the regime ${regime}; it has: ${there}.`, {
    where: { file: c.path, field: 'regime' },
    advice: 'Choose a regime that the run trained.',
  })
}

function notYet(what: string): Problem {
  return new Problem('no-export', `Models ${what} cannot be exported as ONNX yet.`, {
    advice: 'Export the report instead; or train system S1 without it.',
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
