/**
 * The columns of an export: first what the Events page shows of every event, then every column of the evidence that the
 * selected events come from, under its own name.
 */
import type { Source } from '../../../preload/contract/evidence.ts'
import type { ColumnData } from '../../case/evidence/chunks.ts'
import type { Block } from './blocks.ts'
import { evidenceReader } from './gather.ts'
import type { ExportContext } from './shown.ts'
import { shownColumns } from './shown.ts'

export type OutType = 'text' | 'number' | 'boolean' | 'time'

export interface OutColumn {
  name: string
  type: OutType
  /** The column of the evidence; null for what the page shows. */
  evidence: string | null
  /** Text of few distinct values. */
  fewValues: boolean
  read(block: Block): ColumnData
}

/** Text of more distinct values than this is written as it is; of fewer, as a dictionary where the format has them. */
const MOST_SHARED = 4096

/** @param sources those that have at least one selected event */
export function exportColumns(context: ExportContext, sources: readonly Source[]): OutColumn[] {
  const columns = shownColumns(context)
  const taken = new Set(columns.map(({ name }) => name))
  for (const [name, { type, distinct }] of evidenceColumns(sources)) {
    const free = freeName(name, taken)
    taken.add(free.toLowerCase())
    columns.push({
      name: free,
      type,
      evidence: name,
      fewValues: type === 'text' && distinct <= MOST_SHARED,
      read: evidenceReader(context.c, name, type),
    })
  }
  return columns
}

/** Every column by its exact name; of several captures the widest type counts, as everywhere. */
function evidenceColumns(sources: readonly Source[]): Map<string, { type: OutType; distinct: number }> {
  const found = new Map<string, { type: OutType; distinct: number }>()
  for (const { columns } of sources) {
    for (const { name, type, distinct } of columns) {
      const here: OutType = type === 'integer' ? 'number' : type
      const before = found.get(name)
      found.set(name, {
        type: before && before.type !== here ? 'text' : here,
        distinct: (before?.distinct ?? 0) + (distinct ?? Infinity),
      })
    }
  }
  return found
}

/** Names are told apart whatever their case, as most programs that read tables do. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const first = taken.has(name.toLowerCase()) ? `evidence.${name}` : name
  let free = first
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${first}_${n}`
  return free
}
