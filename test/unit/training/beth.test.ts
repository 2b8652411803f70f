/** BETH through the whole product: imported, labeled by its column, trained on one capture and tested on the other. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase, type CaseFile } from '../../../main/case/case-file.ts'
import { evaluateExperiment } from '../../../main/evaluation/evaluate.ts'
import { lockColumn } from '../../../main/labeling/column.ts'
import { trainExperiment } from '../../../main/training/experiment.ts'
import { presets } from '../../../main/training/presets.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { missingBeth } from '../models/beth.ts'

const data = resolve(import.meta.dirname, '../../../../shared/data/beth')
const context = { progress: () => undefined, signal: new AbortController().signal }
const seven = [
  'processId',
  'threadId',
  'parentProcessId',
  'userId',
  'mountNamespace',
  'argsNum',
  'returnValue',
]

async function bethCase(): Promise<CaseFile> {
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-beth-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const c = createCase(join(folder, 'beth.tribunal'))
  for (const part of ['train', 'test'])
    await importCapture(c, { path: join(data, `datacamp_${part}_first12500.csv`) }, context)
  lockColumn(c, { columns: ['sus_label'] })
  return c
}

test.skipIf(missingBeth)(
  'novelty and what stands beside it, with and without ids (needs real captures)',
  async () => {
    const c = await bethCase()
    const preset = presets().find(({ name }) => name === 'Novelty')!.config
    const config = ExperimentConfig.parse({
      ...preset,
      split: { ...preset.split, by: 'source' },
      features: { ...preset.features, columns: seven },
    })
    const result = await trainExperiment(c, config, context)
    c.close()
    const [protocol] = evaluateExperiment(result, config, result.losses).protocols
    const area = (kind: string) =>
      protocol!.baselines.find((one) => one.kind === kind)!.metrics.binary.rocAuc!
    const own = protocol!.strategies[0]!.metrics.binary.rocAuc!
    const rest = ['boosted-trees', 'logistic-regression', 'isolation-forest']
    const shown = rest.map((kind) => `${kind} ${area(kind).toFixed(4)}`).join(', ')
    console.log(
      `BETH: ROC-AUC ${own.toFixed(4)}, without ids ${area('without-identifiers').toFixed(4)}; ${shown}`,
    )
    expect(own).toBeGreaterThan(0.97)
    expect(area('without-identifiers')).toBeLessThan(0.7)
    expect(area('boosted-trees')).toBeLessThan(0.75)
    expect(area('isolation-forest')).toBeLessThan(0.7)
    const warning = protocol!.ailments.find(({ kind }) => kind === 'identifier-feature')!
    expect(warning).toMatchObject({ severity: 'severe', subject: 'processId, threadId and parentProcessId' })
    expect(warning.finding).toMatch(
      /^Identifiers carry the result: without them ROC-AUC falls from 0\.99\d to 0\.6\d\d /,
    )
    expect(protocol!.holds).toBe(false)
  },
)
