/** One event with its original bytes, read again from the evidence and checked against the hash taken at import. */
import type { EventRecord } from '../../../preload/contract/events.ts'
import type { Source } from '../../../preload/contract/evidence.ts'
import type { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { chunkPlace } from '../../case/evidence/chunks.ts'
import type { ChunkPlace } from '../../case/evidence/chunks.ts'
import { locate } from '../../case/evidence/core.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { listHostClocks } from '../../case/evidence/host-clocks.ts'
import { readRow } from '../../case/evidence/row.ts'
import { getSource } from '../../case/evidence/sources.ts'
import { decodeText, type Encoding } from '../encoding.ts'
import { hexDump } from './hex-dump.ts'
import { readStretch } from './evidence-bytes.ts'
import type { StretchNow } from './evidence-bytes.ts'

/** Most bytes of a record that are shown; each takes four characters in a dump. */
const MOST_BYTES = 2 ** 20
const MOST_DUMPED = 2 ** 16

/**
 * The event, field by field and as it stands in its file. The file is only ever the one registered at import.
 * @throws Problem no-such-event
 */
export async function eventRecord(c: CaseFile, core: EventCore, id: number): Promise<EventRecord> {
  const { source: sourceId, row } = locate(core, id)
  const source = getSource(c, sourceId)
  const place = chunkPlace(c, sourceId, row)
  const time = core.time[id]!
  return {
    id,
    source: sourceId,
    file: source.path,
    row,
    byte: place.byte,
    length: place.length,
    ...(await original(source, place)),
    fields: fieldsOf(c, source, row),
    time: Number.isNaN(time) ? null : time,
    shift: Number.isNaN(time) ? 0 : shiftOf(c, core.host.values[core.host.codes[id]!]!),
  }
}

function shiftOf(c: CaseFile, host: string): number {
  const key = host.toLowerCase()
  return listHostClocks(c).find((clock) => clock.host === key)?.shift ?? 0
}

async function original(
  source: Source,
  place: ChunkPlace,
): Promise<Pick<EventRecord, 'original' | 'binary' | 'intact' | 'note'>> {
  const binary = /^(evtx|parquet|arrow)/.test(source.reader)
  const stretch = { first: place.chunkFirstByte, length: place.chunkLength }
  const shown = Math.min(place.length, binary ? MOST_DUMPED : MOST_BYTES)
  try {
    const now = await readStretch(source.path, stretch, { first: place.byte, length: shown })
    const own = place.length === 0 ? ` ${NO_BYTES}` : ''
    const cutShort = shown < place.length ? ` The first ${shown} of its ${place.length} bytes are shown.` : ''
    const intact = now.sha256 === place.chunkSha256
    return {
      original: binary ? hexDump(now.wanted, place.byte) : textOf(now, source.mapping?.encoding),
      binary,
      intact,
      note:
        (intact ? 'These are the bytes that were imported: ' : changed(now, stretch)) +
        where(stretch) +
        own +
        cutShort,
    }
  } catch (error) {
    return { original: '', binary, ...unreadable(source.path, error) }
  }
}

const NO_BYTES =
  'This format keeps rows in columns: a row has no bytes of its own, and these are those of its whole group.'

/** As the reader read it: in the encoding that was told, else as found; bytes that are no UTF-8 are Windows-1252. */
function textOf({ wanted, encoding: found }: StretchNow, told: Encoding | undefined): string {
  const encoding = told ?? found
  return encoding === 'utf-8'
    ? decodeText(wanted)
    : new TextDecoder(encoding, { ignoreBOM: true }).decode(wanted)
}

function where({ first, length }: { first: number; length: number }): string {
  return `SHA-256 of bytes ${first} to ${first + length} compared.`
}

function changed(now: StretchNow, { length }: { length: number }): string {
  return now.length < length
    ? 'The file is shorter than it was at import; these are not the bytes that were imported: '
    : 'The file has changed since import; these are not the bytes that were imported: '
}

function unreadable(path: string, error: unknown): Pick<EventRecord, 'intact' | 'note'> {
  const { code, message } = error as Problem
  if (code === 'file-missing') {
    return {
      intact: null,
      note: `The evidence file ${path} is no longer there; put it back to see the original.`,
    }
  }
  // The file is there, and is no longer what it was.
  if (code === 'truncated-file' || code === 'damaged-file' || code === 'file-empty')
    return { intact: false, note: `The evidence file has changed since import: ${message}` }
  return { intact: null, note: `The evidence file cannot be read: ${message}` }
}

/** What the reader made of the record: every column that has a value, in the capture's order. */
function fieldsOf(c: CaseFile, source: Source, row: number): EventRecord['fields'] {
  const cells = readRow(c, source.id, row)
  return source.columns.flatMap(({ name }) => {
    const value = cells.get(name)
    return value === undefined ? [] : [{ name, value }]
  })
}
