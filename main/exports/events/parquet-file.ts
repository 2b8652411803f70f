/**
 * Events as Parquet: one row group a block, pages compressed by Snappy, times as UTC microseconds, text as UTF-8. Numbers stay
 * doubles, missing is null; a whole number beyond 2^53 was kept as text when it was read, and stays text.
 */
import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import { breathe } from './blocks.ts'
import type { OutColumn } from './columns.ts'
import type { OutFile } from './out-file.ts'
import type { Rows } from './rows.ts'

/** @param metadata goes into the file's key-value metadata */
export async function writeParquet(out: OutFile, rows: Rows, metadata: Map<string, string>): Promise<void> {
  const writer = new ParquetWriter({
    writer: new FileWriter(out),
    schema: schemaOf(rows.columns),
    kvMetadata: Array.from(metadata, ([key, value]) => ({ key, value })),
    createdBy: metadata.get('tribunal.program') ?? 'Tribunal',
  })
  for await (const block of rows.blocks(0)) {
    const columnData = rows.columns.map(({ name }, i) => ({ name, data: valuesOf(block.data[i]!) }))
    await writer.write({ columnData, rowGroupSize: Math.max(1, block.rows) })
    await breathe(rows.signal)
  }
  await writer.finish()
}

/** Hands bytes on after every row group, so that none gather in memory. */
class FileWriter extends ByteWriter {
  readonly #out: OutFile

  constructor(out: OutFile) {
    super(2 ** 20)
    this.#out = out
  }

  flush(): void {
    this.#out.write(this.getBytes().slice())
    this.index = 0
  }

  override finish(): void {
    this.flush()
  }
}

function schemaOf(columns: readonly OutColumn[]): SchemaElement[] {
  const root: SchemaElement = { name: 'events', num_children: columns.length }
  return [root, ...columns.map(elementOf)]
}

function elementOf({ name, type }: OutColumn): SchemaElement {
  const element = { name, repetition_type: 'OPTIONAL' as const }
  switch (type) {
    case 'text':
      return { ...element, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }
    case 'boolean':
      return { ...element, type: 'BOOLEAN' }
    case 'number':
      return { ...element, type: 'DOUBLE' }
    case 'time':
      return {
        ...element,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      }
  }
}

type Value = string | number | bigint | boolean | null

function valuesOf(data: ColumnData): Value[] {
  switch (data.type) {
    case 'text':
      return Array.from(data.codes, (code) => (code === 0 ? null : data.values[code]!))
    case 'boolean':
      return Array.from(data.data, (value) => (value === 255 ? null : value === 1))
    case 'time':
      return Array.from(data.data, (value) => (Number.isNaN(value) ? null : BigInt(value)))
    default:
      return Array.from(data.data, (value) => (Number.isNaN(value) ? null : value))
  }
}
