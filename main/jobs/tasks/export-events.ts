/** Task: the selected events into a file, whole or not at all. */
import type { EventsExport } from '../../../preload/contract/export-events.ts'
import { exportEvents } from '../../exports/events/export-events.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export function runExportEvents(
  task: TaskOf<'export-events'>,
  casePath: string,
  context: TaskContext,
): Promise<EventsExport> {
  return withCase(casePath, (c) => exportEvents(c, task, context))
}
