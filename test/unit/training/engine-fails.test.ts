/** An experiment on a GPU that is lost on the way: it ends on the processor, with the same numbers, and says so. */
import { afterEach, expect, test, vi } from 'vitest'
import { candidates } from '../../../main/engine/choice/candidates.ts'
import { createOnnxEngine } from '../../../main/engine/onnxruntime/cpu-engine.ts'
import { trainExperiment } from '../../../main/training/experiment.ts'
import type { TrainProgress } from '../../../main/training/types.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { losesCard } from '../engine/failing.ts'
import { attackCase } from './attack-case.ts'

const model = { hidden: [8], expertEpochs: 2, gateEpochs: 3, batchSize: 32 }
const config = (engine: ExperimentConfig['engine']) =>
  ExperimentConfig.parse({ features: { topValues: 6 }, protocols: ['E2'], model, engine })

afterEach(() => vi.restoreAllMocks())

test('the run is finished by the processor; progress and result say why', async () => {
  const card = candidates.find(({ name }) => name === 'onnxruntime-webgpu')!
  vi.spyOn(card, 'missing').mockReturnValue(null)
  vi.spyOn(card, 'open').mockImplementation(async () => losesCard(await createOnnxEngine(), 2))
  const c = attackCase(300)
  const reports: TrainProgress[] = []
  const ctx = {
    progress: (report: TrainProgress) => void reports.push(report),
    signal: new AbortController().signal,
  }
  const whole = await trainExperiment(c, config('onnxruntime-cpu'), ctx)
  expect(whole.engineTrouble).toBeNull()
  reports.length = 0
  const result = await trainExperiment(c, config('onnxruntime-webgpu'), ctx)
  c.close()
  expect(result.engine).toBe('onnxruntime-webgpu, then onnxruntime-cpu')
  expect(result.engineTrouble).toMatch(
    /^The engine onnxruntime-webgpu failed while training experts, which .* on onnxruntime-cpu: The device was lost$/,
  )
  expect(result.models).toEqual(whole.models)
  expect(result.losses).toEqual(whole.losses)
  expect(reports.flatMap((report) => report.losses ?? [])).toEqual(result.losses)
  expect(reports.some(({ step }) => step.includes(result.engineTrouble!))).toBe(true)
})
