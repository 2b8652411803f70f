/** Task: one file of alerts into the case, whole or not at all. */
import { importAlerts } from '../../alerts/import.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import type { ImportResult } from './import.ts'
import { withCase } from './with-case.ts'

export function runAlerts(
  task: TaskOf<'alerts'>,
  casePath: string,
  context: TaskContext,
): Promise<ImportResult> {
  const { path, zone, anchor, mapping } = task
  return withCase(casePath, (c) =>
    importAlerts(
      c,
      { path, ...(zone && { zone }), ...(anchor && { anchor }), ...(mapping && { mapping }) },
      context,
    ),
  )
}
