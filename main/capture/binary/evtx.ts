/**
 * Windows event logs (EVTX): a header of 4 KiB, then chunks of 64 KiB that each hold their records and templates. Chunks are
 * read one at a time, so a log of any size and one cut off in the middle are read as far as they go. The binary XML itself
 * is decoded by @ts-evtx/core. A record's place is that of its bytes in the file.
 */
import { createHash } from 'node:crypto'
import { BinaryReader, ChunkHeader, Record as EvtxRecord } from '@ts-evtx/core'
import type { Evidence } from '../bytes.ts'
import type { ColumnPlan } from '../columns/plan.ts'
import type { Part } from '../parts.ts'
import { DocumentParts } from './document-parts.ts'
import type { JsonObject } from '../json/parse.ts'
import { eventFields } from '../windows/event-xml.ts'

const HEADER = 4096
const CHUNK = 65_536
const FIRST_RECORD = 512
const LEAST_RECORD = 28
const MAGIC = 0x2a2a
const CUT_CHUNK = 'the file ends inside this chunk'
/** Chunks gathered into one part. */
const GATHERED = 128
/** Between 1601 and 1970, in 100 ns. */
const EPOCH = 116_444_736_000_000_000n

/** @param blocks the file from its beginning, in blocks that are the reader's to keep */
export async function* evtxParts(
  { size }: Pick<Evidence, 'size'>,
  plan: ColumnPlan,
  blocks: AsyncIterable<Buffer>,
): AsyncGenerator<Part, void, undefined> {
  const parts = new DocumentParts(plan)
  const count = { records: 0 }
  let held: Buffer[] = []
  let heldFrom = HEADER
  const hashOf = (first: number, length: number): string =>
    createHash('sha256')
      .update(Buffer.concat(held).subarray(first - heldFrom, first - heldFrom + length))
      .digest('hex')
  let at = HEADER
  for await (const chunk of chunksOf(blocks)) {
    held.push(chunk)
    readChunk(chunk, at, size, parts, count)
    at += chunk.length
    if (held.length < GATHERED && !parts.full) continue
    yield parts.take(hashOf)
    held = []
    heldFrom = at
  }
  yield parts.take(hashOf)
}

/** Pieces of 64 KiB behind the header; the last may be shorter. */
async function* chunksOf(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let rest = Buffer.alloc(0) as Buffer
  let skip = HEADER
  for await (const block of blocks) {
    const fresh = block.subarray(Math.min(skip, block.length))
    skip -= block.length - fresh.length
    rest = rest.length === 0 ? fresh : Buffer.concat([rest, fresh])
    for (; rest.length >= CHUNK; rest = rest.subarray(CHUNK)) yield rest.subarray(0, CHUNK)
  }
  if (rest.length > 0) yield rest
}

function readChunk(
  bytes: Buffer,
  base: number,
  size: number,
  parts: DocumentParts,
  count: { records: number },
): void {
  const reject = (from: number, to: number, reason: string) =>
    parts.reject({ byte: base + from, length: to - from }, ++count.records, reason)
  if (bytes.every((byte) => byte === 0)) return
  if (bytes.toString('latin1', 0, 8) !== 'ElfChnk\0') {
    const cut = bytes.length < CHUNK && base + bytes.length === size
    return reject(0, bytes.length, cut ? CUT_CHUNK : 'no chunk of event records')
  }
  if (bytes.length <= FIRST_RECORD) return reject(0, bytes.length, CUT_CHUNK)
  const chunk = new ChunkHeader(new BinaryReader(bytes), 0)
  const told = chunk.nextRecordOffset()
  const end = told >= FIRST_RECORD && told <= CHUNK ? told : CHUNK
  for (let at = FIRST_RECORD; at < end;) {
    const next = recordEnd(bytes, at, end)
    if (next === null) {
      const found = nextRecord(bytes, at + 8, end)
      reject(
        at,
        Math.min(found, bytes.length),
        bytes.length < end ? 'the file ends inside this record' : 'no event record',
      )
      at = found
      continue
    }
    const place = { byte: base + at, length: next - at }
    const fields = decoded(chunk, bytes, at)
    if (typeof fields === 'string') reject(at, next, fields)
    else parts.add(fields, place, ++count.records)
    at = next
  }
}

/** Where the record at `at` ends, if it is one: its mark, and its size at both of its ends. */
function recordEnd(bytes: Buffer, at: number, end: number): number | null {
  if (at + LEAST_RECORD > bytes.length || bytes.readUInt32LE(at) !== MAGIC) return null
  const size = bytes.readUInt32LE(at + 4)
  if (size < LEAST_RECORD || at + size > Math.min(end, bytes.length)) return null
  return bytes.readUInt32LE(at + size - 4) === size ? at + size : null
}

function nextRecord(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at + LEAST_RECORD <= Math.min(end, bytes.length); at += 8)
    if (recordEnd(bytes, at, end) !== null) return at
  return end
}

/** The record's fields, or why it cannot be read. */
function decoded(chunk: ChunkHeader, bytes: Buffer, at: number): JsonObject | string {
  try {
    const record = new EvtxRecord(new BinaryReader(bytes), at, chunk)
    const { fields } = eventFields(record.renderXml())
    if (Object.keys(fields).length === 0) return 'its binary XML holds no fields'
    const number = Number(record.recordNum())
    fields['EventRecordID'] ??= Number.isSafeInteger(number) ? number : String(record.recordNum())
    const written = exactTime(record.timestamp())
    const told = fields['TimeCreated']
    // The decoder cuts times to milliseconds; the record's own clock is the same time in full, unless they differ.
    if (typeof told !== 'string' || written.startsWith(told.replace(/Z$/, '')))
      fields['TimeCreated'] = written
    return fields
  } catch (error) {
    return `its binary XML cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** A Windows FILETIME as ISO 8601, to its last digit of 100 ns. */
function exactTime(filetime: bigint): string {
  const ticks = filetime - EPOCH
  const seconds = ticks / 10_000_000n
  if (ticks < 0n || seconds > 253_402_300_799n) return ''
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return `${text}.${String(ticks % 10_000_000n).padStart(7, '0')}Z`
}
