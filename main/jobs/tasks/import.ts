/** Task: one capture file into the case, whole or not at all. */
import { Problem } from '../../../preload/contract/problem.ts'
import { recognizeAlerts } from '../../alerts/inspect.ts'
import { hashFile, openEvidence } from '../../capture/bytes.ts'
import { importCapture } from '../../capture/import.ts'
import { isBelieved } from '../../capture/understanding/inspect.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { sourceBySha } from '../../case/evidence/sources.ts'
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
  /** Accepted, though they have no time: they cannot be labeled, or label nothing. */
  withoutTime?: number
  /** Alerts that name no account: accepted, though they label nothing. */
  withoutUser?: number
}

export async function runImport(
  task: TaskOf<'import'>,
  casePath: string,
  context: TaskContext,
): Promise<ImportResult> {
  const { kind: _, ...input } = task
  const { path } = task
  if (!isBelieved(input)) await refuseAlerts(path)
  return withCase(casePath, async (c) => {
    try {
      return await importCapture(c, input, context)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'already-imported') throw error
      return known(c, path, error, context.signal)
    }
  })
}

/** A capture that is in the case already is no failure: the case holds what was asked for. @throws refusal, when it is there as alerts */
async function known(
  c: CaseFile,
  path: string,
  refusal: Problem,
  signal: AbortSignal,
): Promise<ImportResult> {
  const found = sourceBySha(c, await hashFile(await openEvidence(path), signal))
  if (!found) throw new Error(`${path} was said to be in the case, and is not`)
  if (found.kind !== 'capture') throw refusal
  const { id, rows, accepted, rejected, sha256 } = found
  return { source: id, rows, accepted, rejected, sha256, duplicateOf: id }
}

async function refuseAlerts(path: string): Promise<void> {
  if ((await recognizeAlerts(path)) === null) return
  throw new Problem('alerts-not-capture', `${path} holds alerts, not the events of a capture.`, {
    where: { file: path },
    advice:
      'Import it as alerts. If it is a capture all the same, say which columns are which with a mapping.',
  })
}
