/**
 * Who is importing a source. A source in state `importing` whose importer is gone is the rest of a crash and is removed at
 * the next open; one whose importer still runs is left alone (the window may open a case while its engine process
 * imports). An importer is known by computer, process (with its start time, as ids are reused), import, and the case
 * file's inode (in a copy of the case nobody is importing).
 */
import { randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import type { CaseFile } from '../case-file.ts'

interface Owner {
  host: string
  pid: number
  started: string
  import: string
  file: string
}

/** Imports of this process that are going on, each with the case it goes into. */
const running = new Map<string, CaseFile>()

/** Counts an import as going on from now; the answer is to be noted at the source. */
export function beginImport(c: CaseFile): string {
  const owner: Owner = {
    host: hostname(),
    pid: process.pid,
    started: processStart(process.pid),
    import: randomUUID(),
    file: fileIdentity(c.path),
  }
  running.set(owner.import, c)
  return JSON.stringify(owner)
}

/** The import with this note is over, well or badly. */
export function endImport(note: string | null): void {
  if (note !== null) running.delete((JSON.parse(note) as Owner).import)
}

/** Whatever was being imported through this handle is abandoned. */
export function abandonImports(c: CaseFile): void {
  for (const [id, into] of running) if (into === c) running.delete(id)
}

/** Whether the importer noted as `note` is still at work on the case at `path`. */
export function ownerLives(note: string | null, path: string): boolean {
  if (note === null) return false
  const owner = JSON.parse(note) as Owner
  // Another computer cannot have it open: a WAL case is never shared between computers.
  if (owner.host !== hostname() || owner.file !== fileIdentity(path)) return false
  if (owner.pid === process.pid) return running.has(owner.import)
  return processExists(owner.pid) && owner.started === processStart(owner.pid)
}

function fileIdentity(path: string): string {
  const file = statSync(path, { bigint: true })
  return `${file.dev}:${file.ino}`
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Start time in clock ticks where /proc tells (field 22 of `stat`), else empty. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
