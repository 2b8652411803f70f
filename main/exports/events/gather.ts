/** Reads one column of the evidence for the events of a block, chunk by chunk, in the type that the column has in the file. */
import { cachedChunk } from '../../capture/reading/chunk-cache.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { cellText } from '../../case/evidence/cell-text.ts'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import { CodedBuilder } from '../../case/evidence/coded.ts'
import type { Block, ChunkPart } from './blocks.ts'
import type { OutType } from './columns.ts'

/** Where the values of a chunk are, if it has the column at all. */
type Found = (part: ChunkPart) => ColumnData | null

export function evidenceReader(c: CaseFile, column: string, type: OutType): (block: Block) => ColumnData {
  const find: Found = ({ source, firstRow }) => cachedChunk(c, source, column, firstRow)?.data ?? null
  if (type === 'text') return (block) => gatherText(block, find)
  if (type === 'boolean') return (block) => ({ type, data: gather(block, find, type, Uint8Array, 255) })
  return (block) => ({ type, data: gather(block, find, type, Float64Array, NaN) })
}

function gather<T extends Uint8Array | Float64Array>(
  { events, parts }: Block,
  find: Found,
  type: Exclude<OutType, 'text'>,
  Values: new (length: number) => T,
  missing: number,
): T {
  const all = new Values(events.length)
  all.fill(missing)
  for (const part of parts) {
    const found = find(part)
    if (!found) continue
    const same = found.type === type || (found.type === 'integer' && type === 'number')
    if (found.type === 'text' || !same) throw new Error(`A chunk holds ${found.type} where ${type} is listed`)
    const { at, rows } = part
    for (let i = 0; i < at.length; i++) all[at[i]!] = found.data[rows[i]!]!
  }
  return all
}

/** Only values that the block's events have enter the dictionary: nothing that was filtered out may leave by it. */
function gatherText({ events, parts }: Block, find: Found): ColumnData & { type: 'text' } {
  const builder = new CodedBuilder(events.length)
  const { codes, values } = builder.finish()
  for (const part of parts) {
    const found = find(part)
    if (!found) continue
    const { at, rows } = part
    const code = coder(builder, found)
    for (let i = 0; i < at.length; i++) codes[at[i]!] = code(rows[i]!)
  }
  return { type: 'text', codes, values }
}

/** The code of a row's text. */
function coder(builder: CodedBuilder, found: ColumnData): (row: number) => number {
  if (found.type !== 'text') {
    const text = cellText(found.type)
    return (row) => builder.code(text(found.data[row]!))
  }
  const known = new Int32Array(found.values.length).fill(-1)
  return (row) => {
    const code = found.codes[row]!
    if (known[code]! < 0) known[code] = builder.code(found.values[code]!)
    return known[code]!
  }
}
