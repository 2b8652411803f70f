/** Task: one capture file into the case, whole or not at all. */
import { Problem } from '../../../preload/contract/problem.ts'
import { recognizeAlerts } from '../../alerts/inspect.ts'
import { importCapture } from '../../capture/import.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export interface ImportResult {
  source: number
  rows: number
  accepted: number
  rejected: number
  /** Of the file's bytes as they lie there. */
  sha256: string
  /** Id of the source that already held this very file; nothing was imported then. */
  duplicateOf?: number
  /** Of alerts: accepted, though they can label nothing. */
  withoutTime?: number
  withoutUser?: number
}

export async function runImport(
  task: TaskOf<'import'>,
  casePath: string,
  context: TaskContext,
): Promise<ImportResult> {
  const { path, zone, mapping } = task
  // Whoever says by a mapping what the columns are is believed.
  if (!mapping) await refuseAlerts(path)
  return withCase(casePath, (c) =>
    importCapture(c, { path, ...(zone && { zone }), ...(mapping && { mapping }) }, context),
  )
}

async function refuseAlerts(path: string): Promise<void> {
  if ((await recognizeAlerts(path)) === null) return
  throw new Problem('alerts-not-capture', `${path} holds alerts, not the events of a capture.`, {
    where: { file: path },
    advice:
      'Import it as alerts. If it is a capture all the same, say which columns are which with a mapping.',
  })
}
