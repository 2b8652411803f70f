/** Task: trees trained fold by fold say which labels of a set are probably wrong. */
import { getLabelSet, readLabels } from '../../case/label-sets.ts'
import { findSuspects } from '../../training/suspects/find.ts'
import { openQueue, queueInfo } from '../../training/suspects/queue.ts'
import type { SuspectsInfo } from '../../../preload/contract/suspects.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export function runSuspects(
  task: TaskOf<'suspects'>,
  casePath: string,
  context: TaskContext,
): Promise<SuspectsInfo> {
  return withCase(casePath, async (c) => {
    const { id } = getLabelSet(c, task.labelSet)
    const scores = await findSuspects(c, id, context)
    return queueInfo(openQueue(scores, readLabels(c, id)))
  })
}
