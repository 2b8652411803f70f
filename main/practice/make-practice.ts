/**
 * Makes a practice case: synthetic events, alerts and truth, so that anyone can try the whole way without data of their own.
 * Everything follows from the seed; the same seed gives the same bytes.
 */
import { existsSync } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Problem } from '../../preload/contract/problem.ts'
import { alertExport } from './alert-export.ts'
import { alertRows } from './alert-rows.ts'
import { attacks } from './attacks.ts'
import { drawing } from './draw.ts'
import { eventDocument } from './event-document.ts'
import { everyday } from './everyday.ts'
import type { Happening } from './happening.ts'
import { practiceReadme } from './readme.ts'
import { stamped, wrongClock } from './wrong-clock.ts'
import type { Host } from './roles.ts'

export interface PracticeFiles {
  events: string
  alerts: string
  truth: string
  readme: string
}

const attackShare = 0.12
const fileNames = ['events.ndjson.gz', 'alerts.json', 'truth.csv', 'README.md']
const fewestEvents = 400
const mostEvents = 2_000_000
/** Documents that are put together at a time. */
const PART = 50_000

/** Events as NDJSON and their truth as CSV, both in the order of `happenings`. */
function write(seed: number, happenings: readonly Happening[]): { ndjson: Buffer; truth: string } {
  const draw = drawing(seed, 'documents')
  const recordIds = new Map<Host, number>()
  const parts: Buffer[] = []
  let lines: string[] = []
  const truth = ['row,host,event_record_id,technique,tactic\n']
  for (const [row, happening] of happenings.entries()) {
    const { host, campaign } = happening
    const recordId = (recordIds.get(host) ?? 100_000 + draw.whole(0, 99_999)) + 1
    recordIds.set(host, recordId)
    lines.push(`${JSON.stringify(eventDocument(draw, happening, recordId))}\n`)
    // A million documents are more than one string can hold.
    if (lines.length === PART || row === happenings.length - 1) {
      parts.push(Buffer.from(lines.join('')))
      lines = []
    }
    truth.push(
      `${row},${host},${recordId},${campaign?.technique ?? 'benign'},${campaign?.tactic ?? 'benign'}\n`,
    )
  }
  return { ndjson: Buffer.concat(parts), truth: truth.join('') }
}

/** Gzip whose header names neither a time nor an operating system, so that it depends on the content alone. */
function plainGzip(content: Buffer): Buffer {
  const bytes = gzipSync(content, { level: 6 })
  bytes.fill(0, 4, 8)
  bytes[9] = 255
  return bytes
}

function countByTechnique(happenings: readonly Happening[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { campaign } of happenings) {
    if (campaign) counts.set(campaign.technique, (counts.get(campaign.technique) ?? 0) + 1)
  }
  return counts
}

/**
 * Writes `events.ndjson.gz`, `alerts.json`, `truth.csv` and `README.md` into a folder, which is made if it is not there.
 * @param options seed (default 42) and number of events (default 80,000; 400 to 2,000,000)
 * @throws Problem `practice-exists` when one of the files is already there; nothing is overwritten
 */
export async function makePractice(
  folder: string,
  options: { seed?: number; events?: number } = {},
): Promise<PracticeFiles> {
  const seed = options.seed ?? 42
  const count = options.events ?? 80_000
  if (!Number.isInteger(count) || count < fewestEvents || count > mostEvents) {
    throw new Problem('practice-size', `A practice case of ${count} events cannot be made.`, {
      advice: `Ask for ${fewestEvents} to ${mostEvents.toLocaleString('en')} events.`,
    })
  }
  const taken = fileNames.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (taken !== undefined) throw practiceExists(taken)
  const attackCount = Math.round(count * attackShare)
  const sessions = attacks(seed, attackCount)
  const clock = wrongClock(seed)
  const happenings = [...everyday(seed, count - attackCount), ...sessions.flatMap((one) => one.events)].map(
    (one) => stamped(one, clock),
  )
  happenings.sort((a, b) => a.at - b.at)
  const alerts = alertRows(seed, sessions)
  const { ndjson, truth } = write(seed, happenings)
  const attackEvents = countByTechnique(happenings)
  const readme = practiceReadme({
    seed,
    events: count,
    attackEvents,
    sessions: sessions.length,
    alerts,
    clock,
  })
  return writeAll(folder, {
    'events.ndjson.gz': plainGzip(ndjson),
    'alerts.json': alertExport(seed, alerts.rows),
    'truth.csv': truth,
    'README.md': readme,
  })
}

async function writeAll(folder: string, files: Record<string, string | Buffer>): Promise<PracticeFiles> {
  const written: string[] = []
  let made: string | undefined
  try {
    made = await mkdir(folder, { recursive: true })
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name)
      const file = await open(path, 'wx')
      written.push(path)
      await file.writeFile(content).finally(() => file.close())
    }
  } catch (cause) {
    await Promise.all(written.map((path) => rm(path, { force: true })))
    if (made !== undefined) await rm(made, { recursive: true, force: true })
    throw writeProblem(folder, cause as NodeJS.ErrnoException)
  }
  return {
    events: join(folder, 'events.ndjson.gz'),
    alerts: join(folder, 'alerts.json'),
    truth: join(folder, 'truth.csv'),
    readme: join(folder, 'README.md'),
  }
}

function writeProblem(folder: string, cause: NodeJS.ErrnoException): Problem {
  const file = cause.path ?? folder
  if (cause.code === 'EEXIST') return practiceExists(file, cause)
  return new Problem('cannot-write', `${file} cannot be written: ${cause.message}`, {
    where: { file },
    advice: 'Choose a folder that you may write to, on a disk with space left.',
    cause,
  })
}

function practiceExists(file: string, cause?: unknown): Problem {
  return new Problem('practice-exists', `${file} is already there; nothing was overwritten.`, {
    where: { file },
    advice: 'Choose a new or empty folder for the practice case.',
    cause,
  })
}
