/** Task: the word index of one capture. */
import type { TextIndex } from '../../../preload/contract/text-index.ts'
import { buildIndex } from '../../capture/reading/word-index.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export function runIndex(task: TaskOf<'index'>, casePath: string, context: TaskContext): Promise<TextIndex> {
  return withCase(casePath, (c) => buildIndex(c, task.source, context))
}
