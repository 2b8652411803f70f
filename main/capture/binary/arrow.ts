/**
 * Arrow IPC, as file or as stream, one record batch at a time, decoded by apache-arrow. Times are written out to their last digit,
 * and integers beyond 2^53 as their digits.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { zstdDecompressSync } from 'node:zlib'
import {
  type AsyncRecordBatchFileReader,
  CompressionType,
  compressionRegistry,
  DataType,
  type RecordBatch,
  RecordBatchReader,
  TimeUnit,
  type Vector,
} from 'apache-arrow'
import { Problem } from '../../../preload/contract/problem.ts'
import type { Evidence } from '../bytes.ts'
import type { ColumnPlan } from '../columns/plan.ts'
import type { Part } from '../parts.ts'
import { arrowFrames, checkFooter, type Frame } from './arrow-frames.ts'
import { ColumnarPart } from './columnar.ts'
import { decimalText, epochText, plainValue } from './plain-value.ts'
import { bytesAt, hashStretch } from './stretch.ts'

const MAGIC = 'ARROW1'

compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => zstdDecompressSync(bytes) })

/**
 * @param most rows to read, at least; for a sample
 * @throws Problem damaged-file, truncated-file
 */
export async function* arrowParts(
  { path, size }: Pick<Evidence, 'path' | 'size'>,
  plan: ColumnPlan,
  most = Infinity,
): AsyncGenerator<Part, void, undefined> {
  const file = await open(path)
  let rows = 0
  try {
    const batchAt = await batches(file, path, size)
    for await (const frame of arrowFrames(file, path, size)) {
      const { first, length } = frame
      const batch = await batchAt(frame)
      if (!batch || batch.numRows === 0) continue
      // The narrowest values take a bit each.
      if (batch.numRows > 8 * length) throw new Error(`${batch.numRows} rows in ${length} bytes`)
      const group = { rows: batch.numRows, first, length, sha256: await hashStretch(path, first, length) }
      yield await batchPart(batch, new ColumnarPart(group, plan))
      rows += batch.numRows
      if (rows >= most) return
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(path, error)
  } finally {
    await file.close()
  }
}

/** Decodes the batch of a frame, asked in the order of the file; null for frames that are none. */
async function batches(
  file: FileHandle,
  path: string,
  size: number,
): Promise<(frame: Frame) => Promise<RecordBatch | null>> {
  const magic = await bytesAt(file, path, 0, Math.min(size, MAGIC.length))
  if (magic.toString('latin1') === MAGIC) {
    await checkFooter(file, path, size)
    return fileBatches(file)
  }
  /** What every batch of a stream needs before it: schema and dictionaries so far. */
  const before: Buffer[] = []
  return async ({ kind, first, length }) => {
    if (kind === 'other') return null
    const bytes = await bytesAt(file, path, first, length)
    if (kind !== 'batch') before.push(bytes)
    if (kind !== 'batch') return null
    const [batch] = RecordBatchReader.from(Buffer.concat([...before, bytes])).open()
    return batch ?? null
  }
}

/** Files have schema and dictionaries in their footer, and some writers have them nowhere else. */
async function fileBatches(file: FileHandle): Promise<(frame: Frame) => Promise<RecordBatch | null>> {
  const reader = (await RecordBatchReader.from(file)) as AsyncRecordBatchFileReader
  await reader.open()
  let next = 0
  return async ({ kind }) => (kind === 'batch' ? reader.readRecordBatch(next++) : null)
}

async function batchPart(batch: RecordBatch, part: ColumnarPart): Promise<Part> {
  for (const [i, { name, type }] of batch.schema.fields.entries()) {
    const vector = batch.getChildAt(i)
    if (vector) await part.add(name, cellReader(vector, type as DataType))
  }
  return part.part()
}

const UNITS = {
  [TimeUnit.SECOND]: 's',
  [TimeUnit.MILLISECOND]: 'ms',
  [TimeUnit.MICROSECOND]: 'us',
  [TimeUnit.NANOSECOND]: 'ns',
} as const

/** Values as they are stored, where apache-arrow's own getter would cut them. */
function cellReader(vector: Vector, type: DataType): (row: number) => unknown {
  if (DataType.isTimestamp(type)) {
    const { unit, timezone } = type
    const [data] = vector.data
    const stored = data!.values as BigInt64Array
    return (row) =>
      data!.getValid(row) ? epochText(stored[row]!, UNITS[unit], typeof timezone === 'string') : null
  }
  if (DataType.isDate(type))
    return (row) => {
      const value: unknown = vector.get(row)
      return value === null ? null : new Date(Number(value)).toISOString().replace('T00:00:00.000Z', '')
    }
  if (DataType.isDecimal(type)) {
    const { scale, bitWidth } = type
    return (row) => {
      const words = vector.get(row) as Uint32Array | null
      return words && decimalText(BigInt.asIntN(bitWidth, wide(words)), scale)
    }
  }
  return (row) => plainValue(vector.get(row))
}

const wide = (words: Uint32Array): bigint => words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)

function damaged(path: string, cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Problem('damaged-file', `${path} cannot be read as Arrow IPC: ${why}.`, {
    where: { file: path },
    advice: 'Copy or export it again, uncompressed or with zstd; nothing was imported.',
    cause,
  })
}
