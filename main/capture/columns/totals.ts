/** What the case keeps about the columns of a source, added up over the parts of its file. */
import type { SourceColumn } from '../../../preload/contract/evidence.ts'
import type { EncodedChunk } from '../../case/codec/encode-chunk.ts'
import type { BuilderType, ColumnNews } from './builder.ts'
import { DistinctTexts } from './distinct-texts.ts'
import { TextKernel } from './text-kernel.ts'
import { MOST_COLUMNS, tooManyColumns } from '../understanding/widest.ts'

interface Total {
  type: BuilderType
  present: number
  /** Null once there are too many. */
  distinct: DistinctTexts | null
}

export class ColumnTotals {
  /** In the order of appearance. */
  readonly #totals = new Map<string, Total>()
  readonly #kernel = new TextKernel()

  /** @throws Problem too-many-columns */
  add(news: readonly ColumnNews[], chunks: readonly EncodedChunk[]): void {
    for (const one of news) {
      let total = this.#totals.get(one.name)
      if (!total) {
        total = { type: 'none', present: 0, distinct: new DistinctTexts(this.#kernel) }
        this.#totals.set(one.name, total)
      }
      merge(total, one)
    }
    for (const { rows, columns } of chunks)
      for (const { name, nulls } of columns) this.#totals.get(name)!.present += rows - nulls
    if (this.#totals.size > MOST_COLUMNS) throw tooManyColumns(`The file has ${this.#totals.size} fields`)
  }

  names(): string[] {
    return [...this.#totals.keys()]
  }

  /** Columns without any value count as text. @param rows accepted in all */
  summary(rows: number): SourceColumn[] {
    return [...this.#totals].map(([name, { type: met, present, distinct }]) => {
      const type = met === 'none' ? 'text' : met
      return {
        name,
        type,
        nulls: rows - present,
        distinct: type === 'text' ? (distinct?.size ?? null) : null,
      }
    })
  }
}

function merge(total: Total, { type, distinct }: ColumnNews): void {
  // Text that other parts keep as numbers: which of them are the same text is not worth reading them again.
  const mixed = total.type !== 'none' && type !== 'none' && (total.type === 'text') !== (type === 'text')
  total.type = wider(total.type, type)
  if (mixed || (type === 'text' && distinct === null)) total.distinct = null
  for (const list of distinct ?? []) if (total.distinct?.add(list) === false) total.distinct = null
}

/** The narrowest type that holds both. */
function wider(a: BuilderType, b: BuilderType): BuilderType {
  if (a === b || b === 'none') return a
  if (a === 'none') return b
  const numeric = (type: BuilderType) => type === 'integer' || type === 'number'
  return numeric(a) && numeric(b) ? 'number' : 'text'
}
