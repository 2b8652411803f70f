/**
 * Parquet, one column of one row group at a time, decoded by hyparquet. Its own conversions cut times to milliseconds and decimals to
 * doubles; here times are written out to their last digit, decimals digit by digit, and 64-bit integers that a double cannot
 * hold as their digits.
 */
import { open, type FileHandle } from 'node:fs/promises'
import {
  type FileMetaData,
  parquetMetadataAsync,
  type ParquetParsers,
  parquetRead,
  parquetSchema,
  type RowGroup,
} from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { Problem } from '../../../preload/contract/problem.ts'
import type { Evidence } from '../bytes.ts'
import type { ColumnPlan } from '../columns/plan.ts'
import type { Part } from '../parts.ts'
import { MOST_COLUMNS, tooManyColumns } from '../understanding/widest.ts'
import { ColumnarPart } from './columnar.ts'
import { decimalText, epochText, plainValue } from './plain-value.ts'
import { bytesAt, hashStretch } from './stretch.ts'

/** Most bytes of one row group, packed; real files have at most a few hundred MB. */
const MOST_GROUP = 2 ** 31

/**
 * @param most rows to read, at least; for a sample
 * @throws Problem damaged-file, truncated-file
 */
export async function* parquetParts(
  { path, size }: Pick<Evidence, 'path' | 'size'>,
  plan: ColumnPlan,
  most = Infinity,
): AsyncGenerator<Part, void, undefined> {
  const handle = await open(path)
  try {
    const file = fileBuffer(handle, path, size)
    const metadata = await parquetMetadataAsync(file)
    const scales = takeDecimals(metadata)
    let start = 0
    refuseMiscounted(metadata)
    const { length } = parquetSchema(metadata).children
    if (length > MOST_COLUMNS) throw tooManyColumns(`It has ${length} columns`)
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows)
      if (rows > 0)
        yield await readGroup(
          { file, metadata, scales, path },
          group,
          start,
          Math.min(rows, most - start),
          plan,
        )
      start += rows
      if (start >= most) return
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(path, error)
  } finally {
    await handle.close()
  }
}

/** Rows are counted thrice: in the file, in each group, in each of its columns. */
function refuseMiscounted({ num_rows: all, row_groups: groups }: FileMetaData): void {
  let sum = 0n
  for (const { num_rows: rows, columns } of groups) {
    if (rows < 0n || columns.some(({ meta_data: column }) => column && column.num_values < rows))
      throw new Error(`a row group of ${rows} rows has columns with fewer values`)
    sum += rows
  }
  if (sum !== all) throw new Error(`it tells of ${all} rows, its groups of ${sum}`)
}

interface Opened {
  file: { byteLength: number; slice(start: number, end?: number): Promise<ArrayBuffer> }
  metadata: FileMetaData
  scales: Map<string, number>
  path: string
}

async function readGroup(
  { file, metadata, scales, path }: Opened,
  group: RowGroup,
  start: number,
  rows: number,
  plan: ColumnPlan,
): Promise<Part> {
  const { first, length } = placeOf(group, file.byteLength, path)
  const part = new ColumnarPart({ rows, first, length, sha256: await hashStretch(path, first, length) }, plan)
  for (const { element } of parquetSchema(metadata).children) {
    const values: { from: number; data: ArrayLike<unknown> }[] = []
    await parquetRead({
      file,
      metadata,
      compressors,
      parsers,
      columns: [element.name],
      rowStart: start,
      rowEnd: start + rows,
      onChunk: ({ columnData, rowStart }) => values.push({ from: rowStart - start, data: columnData }),
    })
    const scale = scales.get(element.name)
    const text = scale === undefined ? plainValue : (value: unknown) => decimal(value, scale)
    await part.add(element.name, (row) => text(cellAt(values, row)))
  }
  return part.part()
}

/** Pieces come in order, and rows are asked for in order. */
function cellAt(pieces: readonly { from: number; data: ArrayLike<unknown> }[], row: number): unknown {
  for (let i = pieces.length - 1; i >= 0; i--) {
    const { from, data } = pieces[i]!
    if (row >= from) return data[row - from]
  }
  return null
}

const decoder = new TextDecoder()
const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (count) => (count === undefined ? count : epochText(count, 'ms')),
  timestampFromMicroseconds: (count) => (count === undefined ? count : epochText(count, 'us')),
  timestampFromNanoseconds: (count) => (count === undefined ? count : epochText(count, 'ns')),
  dateFromDays: (days) => (days === undefined ? days : epochText(BigInt(days) * 86_400n, 's').slice(0, 10)),
  jsonFromBytes: (bytes) => bytes && decoder.decode(bytes),
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
}

/** Takes the meaning “decimal” away from columns stored as integers, so that they come as they are; answers their scales. */
function takeDecimals(metadata: FileMetaData): Map<string, number> {
  const scales = new Map<string, number>()
  for (const element of metadata.schema) {
    const decimals = element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL'
    if (!decimals || element.type === 'BYTE_ARRAY') continue
    scales.set(element.name, element.scale ?? 0)
    delete element.converted_type
    delete element.logical_type
  }
  return scales
}

/** Of an integer, or of big-endian two's complement bytes. */
function decimal(value: unknown, scale: number): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return decimalText(BigInt(value), scale)
  if (!(value instanceof Uint8Array) || value.length === 0) return value
  const unsigned = BigInt(`0x${Buffer.from(value).toString('hex')}`)
  return decimalText(BigInt.asIntN(8 * value.length, unsigned), scale)
}

/** The group's bytes: from its first page to the end of its last column. */
function placeOf({ columns }: RowGroup, size: number, path: string): { first: number; length: number } {
  let first = size
  let end = 0
  for (const { meta_data: column } of columns) {
    if (!column) continue
    const dictionary = Number(column.dictionary_page_offset ?? 0)
    const data = Number(column.data_page_offset)
    const from = dictionary > 0 && dictionary < data ? dictionary : data
    first = Math.min(first, from)
    end = Math.max(end, from + Number(column.total_compressed_size))
  }
  if (first >= 0 && end >= first && end <= size && end - first <= MOST_GROUP)
    return { first, length: end - first }
  throw damaged(path, new Error(`a row group lies at bytes ${first} to ${end} of ${size}`))
}

function fileBuffer(handle: FileHandle, path: string, size: number): Opened['file'] {
  return {
    byteLength: size,
    slice(start, end = size) {
      const from = start < 0 ? Math.max(0, size + start) : Math.min(start, size)
      const to = Math.max(from, Math.min(end, size))
      const bytes = bytesAt(handle, path, from, to - from).then(({ buffer }) => buffer as ArrayBuffer)
      // hyparquet asks for several stretches before it looks at the first: a failure of one that it never comes to would end the process.
      bytes.catch(() => undefined)
      return bytes
    },
  }
}

function damaged(path: string, cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Problem('damaged-file', `${path} cannot be read as Parquet: ${why}.`, {
    where: { file: path },
    advice: 'Copy or export it again; nothing was imported.',
    cause,
  })
}
