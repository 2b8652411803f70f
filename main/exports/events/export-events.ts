/**
 * The selected events into a file: Arrow, Parquet, CSV or NDJSON, with a sidecar `FILE.json` that says what is in it, and an entry in the
 * custody log. All three are there, or none.
 */
import { existsSync, realpathSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import type { EventsExport, EventsExportInput } from '../../../preload/contract/export-events.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { filterContext } from '../../capture/reading/filter-context.ts'
import { select } from '../../capture/reading/selection.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { loadCore } from '../../case/evidence/core.ts'
import { listHostClocks, setRight } from '../../case/evidence/host-clocks.ts'
import { custodyTip, record } from '../../case/custody.ts'
import { listSources } from '../../case/evidence/sources.ts'
import { transact } from '../../case/storage-problem.ts'
import { describe, metadataOf } from './about.ts'
import type { About } from './about.ts'
import { writeArrow } from './arrow-file.ts'
import { BlockMaker, breathe } from './blocks.ts'
import { exportColumns } from './columns.ts'
import { fileExists } from './file-problem.ts'
import { OutFile } from './out-file.ts'
import { Rows } from './rows.ts'
import type { Progress } from './rows.ts'
import { writeParquet } from './parquet-file.ts'
import { writeCsv, writeNdjson } from './text-files.ts'

/**
 * @param input `file` is absolute
 * @throws Problem file-exists, disk-full, folder-missing, no-access, and those of the filter
 */
export async function exportEvents(
  c: CaseFile,
  input: EventsExportInput,
  context: { progress: (progress: Progress) => void; signal: AbortSignal },
): Promise<EventsExport> {
  const { file, format, replace } = input
  checkNames(c, file, replace)
  context.progress({ step: 'choosing events', fraction: null })
  await breathe(context.signal)
  const { rows, about } = choose(c, input, context)
  await breathe(context.signal)
  const out = new OutFile(file)
  try {
    if (format === 'arrow') await writeArrow(out, rows, metadataOf(about))
    else if (format === 'parquet') await writeParquet(out, rows, metadataOf(about))
    else await (format === 'csv' ? writeCsv : writeNdjson)(out, rows)
    const written = out.close()
    context.signal.throwIfAborted()
    const sidecar = finish(c, out, { ...about, file: basename(file), format, ...written }, replace)
    const columns = about.columns.map(({ name }) => name)
    return { file, sidecar, format, rows: about.rows, columns, filter: about.filter, ...written }
  } finally {
    out.discard()
  }
}

function choose(
  c: CaseFile,
  input: EventsExportInput,
  context: ConstructorParameters<typeof Rows>[3],
): { rows: Rows; about: About } {
  const core = setRight(loadCore(c), listHostClocks(c))
  const { events, timed } = select(c, core, input)
  const { sources, labels, scores } = filterContext(c, core, input.labelSet, input.scoring)
  const ordered = events.slice()
  // As on the page: events without a time stay last.
  if (input.order === 'newest') ordered.subarray(0, timed).reverse()
  const used = new Set<number>()
  for (const event of events) used.add(core.source[event]!)
  const seen = sources.filter(({ id }) => used.has(id))
  const columns = exportColumns({ c, core, sources, labels, scores }, seen)
  const about = describe(c, input, { rows: events.length, events: core.count }, columns)
  return { rows: new Rows(columns, ordered, new BlockMaker(c, core), context), about }
}

/** Puts file and sidecar in place and notes it, in one transaction: where one fails, the others are taken back. */
function finish(
  c: CaseFile,
  out: OutFile,
  about: About & { file: string; format: string; sha256: string; bytes: number },
  replace: boolean,
): string {
  const side = new OutFile(sidecarOf(out.path))
  const placed: string[] = []
  try {
    transact(c, () => {
      const { columns, custodyTip: _, ...details } = about
      record(c, 'export', { what: 'events', path: out.path, ...details, columns: columns.length })
      side.write(`${JSON.stringify({ ...about, custodyEntry: custodyTip(c) }, null, 2)}\n`)
      side.close()
      for (const one of [out, side]) {
        one.place(replace)
        placed.push(one.path)
      }
    })
  } catch (error) {
    for (const path of placed) rmSync(path, { force: true })
    throw error
  } finally {
    side.discard()
  }
  return side.path
}

function sidecarOf(file: string): string {
  return `${file}.json`
}

/** Looked at before the work begins, though it is placing that decides. Evidence and the case are never replaced. */
function checkNames(c: CaseFile, file: string, replace: boolean): void {
  const kept = [c.path, `${c.path}-wal`, `${c.path}-shm`, ...listSources(c).map(({ path }) => path)].map(
    realPath,
  )
  for (const path of [file, sidecarOf(file)]) {
    if (!existsSync(path)) continue
    if (!replace) throw fileExists(path)
    if (kept.includes(realPath(path)))
      throw new Problem('file-in-use', `${path} is the case itself or evidence of it, and is not replaced.`, {
        where: { file: path },
        advice: 'Choose another name.',
      })
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
