/** Task: one capture file into the case, whole or not at all. */
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
}

export function runImport(
  task: TaskOf<'import'>,
  casePath: string,
  context: TaskContext,
): Promise<ImportResult> {
  const { path, zone, mapping } = task
  return withCase(casePath, (c) =>
    importCapture(c, { path, ...(zone && { zone }), ...(mapping && { mapping }) }, context),
  )
}
