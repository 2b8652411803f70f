/**
 * Events as an Arrow IPC file: uncompressed record batches made from the column chunks. Text of few values shares one dictionary
 * for the whole file, found by a first pass over the selected events, since the file format knows no later replacement.
 */
import {
  AsyncByteQueue,
  Field,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
} from 'apache-arrow'
import type { Data } from 'apache-arrow'
import {
  booleanData,
  codedData,
  dictionaryOf,
  numberData,
  textData,
  timeData,
} from '../../case/evidence/arrow.ts'
import type { SharedDictionary } from '../../case/evidence/arrow.ts'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import { CodedBuilder } from '../../case/evidence/coded.ts'
import { breathe } from './blocks.ts'
import type { OutColumn } from './columns.ts'
import type { OutFile } from './out-file.ts'
import type { Rows } from './rows.ts'

interface Shared {
  builder: CodedBuilder
  dictionary: SharedDictionary
}

/** @param metadata goes into the schema */
export async function writeArrow(out: OutFile, rows: Rows, metadata: Map<string, string>): Promise<void> {
  const shared = await findDictionaries(rows)
  const empty = rows.columns.map((column) =>
    arrowData(column.read({ events: new Uint32Array(), parts: [] }), shared.get(column)),
  )
  const fields = rows.columns.map(({ name }, i) => new Field(name, empty[i]!.type, true))
  const schema = new Schema(fields, metadata)
  const writer = new RecordBatchFileWriter({ compressionType: null })
  writer.reset(new FileQueue(out), schema)
  for await (const block of rows.blocks(0.3)) {
    const children = block.data.map((data, i) => arrowData(data, shared.get(rows.columns[i]!)))
    const type = new Struct(fields)
    writer.write(new RecordBatch(schema, makeData({ type, length: block.rows, nullCount: 0, children })))
    await breathe(rows.signal)
  }
  writer.finish()
}

/** Hands the writer's bytes on at once, so that none gather in memory. */
class FileQueue extends AsyncByteQueue {
  readonly #out: OutFile

  constructor(out: OutFile) {
    super()
    this.#out = out
  }

  override write(value: Parameters<AsyncByteQueue['write']>[0]): void {
    if (!(value instanceof Uint8Array)) throw new TypeError('Arrow writes bytes')
    this.#out.write(value)
  }
}

/** Only what the selected events use. */
async function findDictionaries(rows: Rows): Promise<Map<OutColumn, Shared>> {
  const few = rows.columns.filter((column) => column.fewValues)
  const builders = few.map(() => new CodedBuilder(0))
  for await (const { data } of rows.blocks(0, 0.3, few)) {
    data.forEach((column, i) => {
      if (column.type === 'text') for (const value of column.values) builders[i]!.code(value)
    })
  }
  return new Map(
    few.map((column, i) => [
      column,
      { builder: builders[i]!, dictionary: dictionaryOf(builders[i]!.finish().values) },
    ]),
  )
}

function arrowData(data: ColumnData, shared: Shared | undefined): Data {
  if (data.type === 'text') {
    if (!shared) return textData(data)
    const codes = data.values.map((value) => shared.builder.code(value))
    return codedData(
      data.codes.map((code) => codes[code]!),
      shared.dictionary,
    )
  }
  if (data.type === 'boolean') return booleanData(data.data)
  return data.type === 'time' ? timeData(data.data) : numberData(data.data)
}
