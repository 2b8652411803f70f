/**
 * Task: many files into the case, one after the other, each whole or not at all. A file that is refused does not keep the others out; what
 * came of each is told. Progress and time left count over the bytes of all.
 */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileToImport } from '../../../preload/contract/evidence.ts'
import type { FileOutcome, ImportedFiles } from '../../../preload/contract/import-files.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { recognizeAlerts } from '../../alerts/inspect.ts'
import type { TaskOf } from '../messages.ts'
import { part, type TaskContext } from '../progress.ts'
import { runAlerts } from './alerts.ts'
import { type ImportResult, runImport } from './import.ts'

export async function runImportFiles(
  task: TaskOf<'import-files'>,
  casePath: string,
  context: TaskContext,
): Promise<ImportedFiles> {
  const sizes = await Promise.all(task.files.map(({ path }) => sizeOf(path)))
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const files: FileOutcome[] = []
  let behind = 0
  for (const [i, file] of task.files.entries()) {
    context.signal.throwIfAborted()
    const [from, to] = [behind / all, (behind + sizes[i]!) / all]
    files.push(
      await importOne(file, casePath, counting(part(context, from, to), file.path, files, task.files.length)),
    )
    behind += sizes[i]!
  }
  const fresh = files.filter(({ state }) => state === 'imported')
  const sum = (of: (one: FileOutcome) => number): number => fresh.reduce((total, one) => total + of(one), 0)
  const rows = {
    rows: sum((one) => one.rows),
    accepted: sum((one) => one.accepted),
    rejected: sum((one) => one.rejected),
  }
  return { files, ...rows }
}

/** Never 0: every file is some of the work. */
const sizeOf = async (path: string): Promise<number> =>
  ((await stat(path).catch(() => null))?.size ?? 0) + 4096

/** Which file of how many, and what was refused so far. */
function counting(context: TaskContext, path: string, done: readonly FileOutcome[], of: number): TaskContext {
  const refused = done.filter(({ state }) => state === 'refused').length
  const before = done.reduce((sum, one) => sum + one.rows, 0)
  const step = `file ${done.length + 1} of ${of}: ${basename(path)}`
  return {
    signal: context.signal,
    progress: ({ fraction, counts }) =>
      context.progress({
        step,
        fraction,
        counts: { rows: before + (counts?.['rows'] ?? 0), ...(refused > 0 && { refused }) },
      }),
  }
}

async function importOne(file: FileToImport, casePath: string, context: TaskContext): Promise<FileOutcome> {
  const { path, zone, mapping, anchor } = file
  const shared = { path, ...(zone && { zone }), ...(mapping && { mapping }) }
  let as = file.as ?? file.only ?? 'capture'
  try {
    as = file.as ?? file.only ?? ((await recognizeAlerts(path)) === null ? 'capture' : 'alerts')
    const done =
      as === 'alerts'
        ? await runAlerts({ kind: 'alerts', ...shared, ...(anchor && { anchor }) }, casePath, context)
        : await runImport(
            { kind: 'import', ...shared, ...(file.as === 'capture' && { as }) },
            casePath,
            context,
          )
    return outcome(path, as, done)
  } catch (error) {
    if (context.signal.aborted || !(error instanceof Problem)) throw error
    const nothing = { source: null, rows: 0, accepted: 0, rejected: 0, sha256: null }
    return { path, as, state: 'refused', ...nothing, problem: error.toJSON() }
  }
}

function outcome(path: string, as: FileOutcome['as'], done: ImportResult): FileOutcome {
  const { source, rows, accepted, rejected, sha256, duplicateOf, withoutTime, withoutUser } = done
  return {
    path,
    as,
    state: duplicateOf === undefined ? 'imported' : 'known',
    source,
    rows,
    accepted,
    rejected,
    sha256,
    problem: null,
    ...(withoutTime !== undefined && { withoutTime }),
    ...(withoutUser !== undefined && { withoutUser }),
  }
}
