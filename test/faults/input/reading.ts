/**
 * Damaged files read by the readers themselves, from memory: what an import does before and without the case, thousands of
 * times a second. What comes out are places: each row that was taken, and each that was set aside, by its bytes in the file.
 */
import { layoutOf } from '../../../main/capture/understanding/recognize.ts'
import { alertForm } from '../../../main/alerts/layout.ts'
import { cutRecords } from '../../../main/alerts/raw-records.ts'
import { rowsFrom } from '../../../main/alerts/rows.ts'
import { decideTimes } from '../../../main/alerts/time-columns.ts'
import { hollow, understandRow } from '../../../main/alerts/understand.ts'
import { arrowParts } from '../../../main/capture/binary/arrow.ts'
import { evtxParts } from '../../../main/capture/binary/evtx.ts'
import { parquetParts } from '../../../main/capture/binary/parquet.ts'
import type { Compression, Evidence } from '../../../main/capture/bytes.ts'
import { beginning, CaptureReaders, type TextLayout } from '../../../main/capture/capture-reader.ts'
import { type ColumnPlan, columnKinds } from '../../../main/capture/columns/plan.ts'
import { sniffEncoding, type Sniffed, transcoder } from '../../../main/capture/encoding.ts'
import type { Part } from '../../../main/capture/parts.ts'
import type { Place } from '../../../main/capture/places.ts'
import { LIMITS, unpackBlocks } from '../../../main/capture/unpack.ts'
import { refuseBinary } from '../../../main/capture/understanding/wrong-kind.ts'
import { unpackPlaces } from '../../../main/case/codec/places.ts'
import type { Rejected } from '../../../preload/contract/evidence.ts'
import { Problem } from '../../../preload/contract/problem.ts'

export interface Reading {
  accepted: Place[]
  rejected: Rejected[]
  sniffed: Sniffed
  /** Of captures of text. */
  layout: TextLayout | null
}

const plan = (time: string): ColumnPlan => ({
  time: time === '' ? null : { name: time, style: { zone: 'UTC' } },
  texts: [],
})
const evidenceOf = (bytes: Buffer, compression: Compression = 'none'): Evidence => ({
  path: 'input',
  name: 'input',
  size: bytes.length,
  compression,
  changed: 0,
})

function headOf(bytes: Buffer): { bytes: Buffer; sniffed: Sniffed; whole: true } {
  const sniffed = sniffEncoding(bytes)
  const map = transcoder(sniffed)
  const text = Buffer.concat([map.push(bytes.subarray(sniffed.bom)), map.end()])
  refuseBinary(evidenceOf(bytes), sniffed, bytes, text)
  return { bytes: text, sniffed, whole: true }
}

const unknown = () => new Problem('wrong-kind-of-file', 'neither a table nor JSON')

/** Kept from file to file while the layout is the same, as an import keeps them from segment to segment. */
let readers: { key: string; made: CaptureReaders } | null = null

function readersFor(layout: TextLayout, time: string): CaptureReaders {
  const key = JSON.stringify(layout)
  if (readers?.key !== key) readers = { key, made: new CaptureReaders(layout, columnKinds(plan(time))) }
  const { made } = readers
  return made
}

/** @param cut where the bytes are handed over in two blocks */
export function readCapture(bytes: Buffer, time: string, cut: number): Reading {
  const head = headOf(bytes)
  const layout = layoutOf(head)
  if (!layout) throw unknown()
  const { sniffed } = head
  const map = transcoder(sniffed)
  const reading: Reading = { accepted: [], rejected: [], sniffed, layout }
  const reader = readersFor(layout, time).next(map, beginning(layout), {
    chunk: ({ offsets, lengths }) =>
      offsets.forEach((byte, i) => reading.accepted.push({ byte, length: lengths[i]! })),
    rejected: (row) => reading.rejected.push(row),
  })
  for (const block of [bytes.subarray(sniffed.bom, cut), bytes.subarray(Math.max(cut, sniffed.bom))])
    reader.push(map.push(block))
  reader.push(map.end())
  reader.end()
  const open = reader.unclosed()
  if (open) throw new Problem('truncated-file', 'never closed', { where: open })
  return reading
}

/** Unpacks as an import does. */
export async function unpacked(bytes: Buffer): Promise<Buffer> {
  const compression = bytes[0] === 0x1f ? 'gzip' : 'zstd'
  async function* raw(from: number): AsyncGenerator<Buffer, void, undefined> {
    if (from < bytes.length) yield bytes.subarray(from)
  }
  const blocks: Buffer[] = []
  for await (const block of unpackBlocks(evidenceOf(bytes, compression), raw, LIMITS)) blocks.push(block)
  return Buffer.concat(blocks)
}

/** Formats that are no text. @param path where the bytes lie, for readers that go to places of their own choosing */
export async function readBinary(bytes: Buffer, path: string, time: string): Promise<Reading> {
  const file = { path, size: bytes.length }
  const magic = bytes.toString('latin1', 0, 4)
  const reading: Reading = {
    accepted: [],
    rejected: [],
    sniffed: { encoding: 'utf-8', bom: 0 },
    layout: null,
  }
  for await (const part of partsOf(magic, file, plan(time), bytes)) {
    for (const { places, rows } of part.chunks) {
      const { offsets, lengths } = unpackPlaces(Buffer.from(places), rows)
      offsets.forEach((byte, i) => reading.accepted.push({ byte, length: lengths[i]! }))
    }
    reading.rejected.push(...part.rejected)
  }
  return reading
}

function partsOf(
  magic: string,
  file: { path: string; size: number },
  columns: ColumnPlan,
  bytes: Buffer,
): AsyncGenerator<Part, void, undefined> {
  async function* blocks() {
    yield bytes
  }
  if (magic === 'ElfF') return evtxParts(file, columns, blocks())
  return magic === 'PAR1' ? parquetParts(file, columns) : arrowParts(file, columns)
}

/** What an import of alerts takes and sets aside; rows of the same record have the same place. */
export async function readAlerts(bytes: Buffer, cut: number): Promise<Reading> {
  const layout = alertForm(headOf(bytes))
  if (!layout) throw new Problem('not-alerts', 'no form of an alert export')
  const { sniffed } = layout
  const map = transcoder(sniffed)
  async function* blocks() {
    yield map.push(bytes.subarray(sniffed.bom, cut))
    yield map.push(bytes.subarray(Math.max(cut, sniffed.bom)))
    yield map.end()
  }
  const reading: Reading = { accepted: [], rejected: [], sniffed, layout: null }
  const times = decideTimes([])
  const records = cutRecords(evidenceOf(bytes), layout.form, blocks(), map)
  for await (const found of rowsFrom(records, layout.form)) {
    if ('rejected' in found) reading.rejected.push(found.rejected)
    else if (hollow(found.row, understandRow(found.row, times.read, 'x')) === null)
      reading.accepted.push(found.row.place)
    else reading.rejected.push({ ...found.row.place, reason: 'hollow', excerpt: '' })
  }
  return reading
}
