/** Task: the model of one run as ONNX with its card, written into a folder and noted in the custody log. */
import type { ExportAnswer, ModelRegime } from '../../../preload/contract/exports.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { record } from '../../case/custody.ts'
import { getRun, readModels } from '../../case/results/runs.ts'
import { transact } from '../../case/storage-problem.ts'
import { exportModel, saveModelFiles } from '../../exports/export-model.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export function runExport(
  task: TaskOf<'export'>,
  casePath: string,
  { progress, signal }: TaskContext,
): Promise<ExportAnswer> {
  return withCase(casePath, async (c) => {
    const { run, folder } = task
    const regime = task.regime ?? firstRegime(c, run)
    const model = task.model ?? 'system'
    progress({ step: 'writing the model and comparing it with the stored scores', fraction: 0.1 })
    const exported = await exportModel(c, run, regime, signal, model)
    signal.throwIfAborted()
    progress({ step: 'saving the files', fraction: 0.95 })
    const files = saveModelFiles(folder, exported)
    const { check, hashes } = exported.card
    transact(c, () => record(c, 'model-exported', { run, regime, model, sha256: hashes.model, check, files }))
    return { run, regime, model, files, sha256: hashes.model, check }
  })
}

/** @throws Problem no-such-run */
function firstRegime(c: CaseFile, run: string): ModelRegime {
  getRun(c, run)
  return readModels(c, run)[0]?.regime === 'balanced' ? 'balanced' : 'imbalanced'
}
