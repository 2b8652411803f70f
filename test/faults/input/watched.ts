/**
 * Runs a range of tries in a process of its own and watches it. A try that hangs, by the processor time that it takes, is killed, one that kills its
 * process is noticed; both are tried once more alone, and are lost if it happens again. Then the next tries
 * go on in a new process.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** A try that takes more of the processor hangs. */
const HANG_MS = 2000
const LOOK_MS = 250
/** Looks at a try that does not compute, but does not end either. Not a time: when the machine is halted, so are the looks. */
const PATIENCE = 240
/** For a process to start. */
const START_MS = 30_000
const entry = resolve(import.meta.dirname, 'process.ts')

export interface Finding {
  i: number
  wrong: string
}
export interface Watched {
  findings: Finding[]
  /** Tries that ended in rows, not in a Problem. */
  read: number
  /** Milliseconds of the slowest try, by the clock: asking for processor time takes as long as a try. */
  slowest: number
}

interface Run extends Watched {
  /** The try to go on with. */
  next: number
  /** Try and reason, when the process did not come to its end. */
  ended: Finding | null
}

/** @param folder for files of the tries; in memory, if there is such a place */
export async function watched(
  reader: string,
  range: { from: number; to: number },
  folder: string,
): Promise<Watched> {
  const all: Watched = { findings: [], read: 0, slowest: 0 }
  const add = ({ findings, read, slowest }: Watched) => {
    all.findings.push(...findings)
    all.read += read
    all.slowest = Math.max(all.slowest, slowest)
  }
  for (let at = range.from; at < range.to;) {
    const run = await one(reader, at, range.to, folder)
    add(run)
    at = run.next
    if (!run.ended) continue
    const again = await one(reader, run.ended.i, run.ended.i + 1, folder)
    add(again)
    if (again.ended) all.findings.push(again.ended)
    at = run.ended.i + 1
  }
  return all
}

async function one(reader: string, from: number, to: number, parent: string): Promise<Run> {
  const folder = mkdtempSync(join(parent, 'try-'))
  const args = ['--max-old-space-size=512', entry, reader, String(from), String(to), folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const run: Run = { findings: [], read: 0, slowest: 0, next: to, ended: null }
  let said = ''
  let whole = false
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-600)))
  const pulse = () => lastTry(join(folder, 'pulse'))
  let [before, busy, looks] = [-1, busyMs(child.pid), 0]
  const look = setInterval(() => {
    const now = pulse()?.i ?? -1
    if (now !== before) [before, busy, looks] = [now, busyMs(child.pid), 0]
    else if (busyMs(child.pid) - busy > (now < 0 ? START_MS : HANG_MS) || ++looks > PATIENCE) {
      run.ended = {
        i: pulse()?.i ?? from,
        wrong: looks > PATIENCE ? 'never ends' : `takes more than ${HANG_MS} ms`,
      }
      child.kill('SIGKILL')
    }
  }, LOOK_MS)
  for await (const line of createInterface(child.stdout)) {
    const told = JSON.parse(line) as Partial<Finding & { stopped: number; read: number; slowest: number }>
    if (told.stopped === undefined) run.findings.push({ i: told.i!, wrong: told.wrong! })
    else {
      whole = true
      Object.assign(run, { next: told.stopped, read: told.read, slowest: told.slowest })
    }
  }
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((done) => child.once('exit', done))
  clearInterval(look)
  if (!whole) {
    run.read = pulse()?.read ?? 0
    run.ended ??= { i: pulse()?.i ?? from, wrong: `the process died: ${said.trim()}` }
  }
  rmSync(folder, { recursive: true, force: true })
  return run
}

/** Milliseconds of processor time of a process; of the clock where the system does not tell. */
function busyMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return performance.now()
  }
}

function lastTry(path: string): { i: number; read: number } | null {
  try {
    const bytes = readFileSync(path)
    return bytes.length < 8 ? null : { i: bytes.readInt32LE(0), read: bytes.readInt32LE(4) }
  } catch {
    return null
  }
}
