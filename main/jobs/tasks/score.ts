/** Task: captures of a case scored with a stored model, of this case or of another; whole or not at all. */
import { basename, resolve } from 'node:path'
import type { Scoring } from '../../../preload/contract/scoring.ts'
import { openCase } from '../../case/case-file.ts'
import { scoreCaptures } from '../../scoring/score-events.ts'
import { loadModel, type ModelOfRun } from '../../scoring/stored-model.ts'
import type { CaseFile } from '../../case/case-file.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export function runScore(task: TaskOf<'score'>, casePath: string, context: TaskContext): Promise<Scoring> {
  return withCase(casePath, (c) => {
    const other = task.modelCase !== undefined && resolve(task.modelCase) !== resolve(casePath)
    const model = other ? fromCase(task.modelCase!, task) : loadModel(c, task.run, task.regime)
    const { sources, name } = task
    const modelCase = other ? basename(task.modelCase!) : null
    return scoreCaptures(c, model, { sources, name, modelCase }, context)
  })
}

/** The model stands in memory: its case is closed before the work begins. */
function fromCase(path: string, { run, regime }: TaskOf<'score'>): ModelOfRun {
  let c: CaseFile | undefined
  try {
    c = openCase(resolve(path))
    return loadModel(c, run, regime)
  } finally {
    c?.close()
  }
}
