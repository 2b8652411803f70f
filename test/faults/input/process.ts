/**
 * A process that reads damaged files, one after the other, while watched.ts looks on: it may hang or die. Which try is being read
 * stands in a file, the pulse; what does not hold is told on standard output, a JSON document a line.
 */
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { importAlerts } from '../../../main/alerts/import.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { type CaseFile, createCase } from '../../../main/case/case-file.ts'
import { listSources, rejectedRows } from '../../../main/case/evidence/sources.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { alertsWrong, binaryWrong, captureWrong } from './checks.ts'
import { damaged } from './mutations.ts'
import { readAlerts, readBinary, readCapture, type Reading, unpacked } from './reading.ts'
import { seeds } from './seeds.ts'

/** Every so many tries, the file goes through a whole import too, and is read in two pieces. */
const WHOLE = 500
const PIECES = 4
/** Bytes of memory that the process may have taken at its most. */
const MOST_MEMORY = 700e6

const [reader, from, to, folder] = process.argv.slice(2) as [string, string, string, string]
const seed = seeds()[reader]!
mkdirSync(folder, { recursive: true })
const path = join(folder, 'input.bin')

/** @param cut where the bytes are handed over in two pieces */
async function read(bytes: Buffer, cut: number): Promise<Reading> {
  if (seed.kind === 'alerts') return readAlerts(bytes, cut)
  return seed.kind === 'binary' ? readBinary(bytes, path, seed.time) : readCapture(bytes, seed.time, cut)
}

const check = { text: captureWrong, packed: captureWrong, alerts: alertsWrong, binary: binaryWrong }[
  seed.kind
]

/** What is wrong with the reading of these bytes; null when all holds, be it that they were refused with a Problem. */
async function wrong(c: CaseFile, i: number): Promise<string | null> {
  const { bytes: made, draw } = damaged(seed.bytes, reader, i)
  if (seed.kind === 'binary' || i % WHOLE === 0) writeFileSync(path, made)
  const bytes = seed.kind === 'packed' ? await unpacked(made) : made
  if (bytes.length === 0) return null
  // Both kinds of packing carry checksums: of a file of the same length, either all comes out or nothing.
  if (seed.unpacked && made.length === seed.bytes.length && !bytes.equals(seed.unpacked))
    return `unpacks to ${bytes.length} other bytes`
  const reading = await read(bytes, bytes.length)
  const found = check(reading, bytes, seed)
  if (found !== null) return found
  if (seed.kind !== 'binary' && i % PIECES === 0) {
    const cut = Math.floor(draw() * bytes.length)
    const { accepted, rejected } = await read(bytes, cut)
    if (JSON.stringify([accepted, rejected]) !== JSON.stringify([reading.accepted, reading.rejected]))
      return `cut at byte ${cut}, other rows are read`
  }
  return i % WHOLE === 0 ? importWrong(c, reading) : null
}

/** The same file through an import: nothing, or as many rows as were read. */
async function importWrong(c: CaseFile, reading: Reading): Promise<string | null> {
  const before = listSources(c).length
  const ctx = { progress: () => {}, signal: new AbortController().signal }
  try {
    const done = await (seed.kind === 'alerts' ? importAlerts : importCapture)(c, { path }, ctx)
    if (done.rows !== done.accepted + done.rejected) return 'counts do not add up'
    const kept = rejectedRows(c, done.source, 0, 1).total
    if (kept !== done.rejected) return `${done.rejected} rejected, ${kept} kept aside`
    const { accepted, rejected } = reading
    return accepted.length === done.accepted && rejected.length === done.rejected
      ? null
      : `${done.accepted} and ${done.rejected} rows imported, ${accepted.length} and ${rejected.length} read`
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return listSources(c).length === before ? null : 'half a source is in the case'
  }
}

const tell = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`)
const c = createCase(join(folder, 'case.tribunal'))
const pulse = openSync(join(folder, 'pulse'), 'w')
/** Try, and how many were read so far. */
const place = new Int32Array(2)
let done = 0
let slowest = 0
for (let i = Number(from); i < Number(to); i++) {
  place[0] = i
  place[1] = done
  writeSync(pulse, place, 0, 8, 0)
  const started = performance.now()
  try {
    const found = await wrong(c, i)
    done++
    if (found !== null) tell({ i, wrong: found })
  } catch (error) {
    if (!(error instanceof Problem))
      tell({ i, wrong: error instanceof Error ? (error.stack ?? '').slice(0, 600) : String(error) })
  }
  slowest = Math.max(slowest, performance.now() - started)
  if (i % 8 === 0 && process.resourceUsage().maxRSS * 1024 > MOST_MEMORY) {
    tell({ i, wrong: `took ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB of memory` })
    tell({ stopped: i + 1, read: done, slowest })
    process.exit(0)
  }
}
tell({ stopped: Number(to), read: done, slowest })
c.close()
closeSync(pulse)
rmSync(folder, { recursive: true, force: true })
