/** What a group-by asks of a field: for each stretch, a code for each row and the text of each code. Code 0 is missing. */
import { isAscii } from 'node:buffer'
import { BUILT_IN } from '../../../preload/contract/filter-term.ts'
import { labelText } from './filter-context.ts'
import type { FilterContext, Labels, Stretch } from './filter-context.ts'
import { cellText } from '../../case/evidence/cell-text.ts'
import type { ColumnData, TextColumn } from '../../case/evidence/chunks.ts'
import type { TextBytes } from '../../case/codec/text.ts'
import { columnChunks } from '../../case/evidence/columns.ts'
import type { ColumnChunk } from '../../case/evidence/columns.ts'
import { NO_LABEL } from '../../case/label-sets.ts'
import { columnsNamed, missingField } from './field-names.ts'

/** The texts of codes; an array is one. at(0) is '' and stands for missing. The same text may stand under several codes. */
export interface ValueList {
  readonly length: number
  at(code: number): string | undefined
}
export interface CodedStretch {
  codes: ArrayLike<number>
  /** The same object for stretches that share their codes. */
  values: ValueList
}
export type GroupReader = (stretch: Stretch) => CodedStretch

const NOTHING: readonly string[] = ['']

/**
 * @param name as a filter names a field; quoted where it is a column called as a built-in field is
 * @throws Problem unknown-field, filter-needs-labels, filter-needs-scores
 */
export function groupReader(context: FilterContext, name: string): GroupReader {
  const quoted = /^"(.*)"$/s.exec(name)
  const bare = quoted ? quoted[1]!.replaceAll('""', '"') : name
  const builtIn = quoted ? null : builtInReader(context, bare)
  const found = builtIn ?? columnsReader(context, bare) ?? builtInReader(context, bare)
  if (found) return found
  throw missingField(context, { field: bare })
}

function builtInReader(context: FilterContext, name: string): GroupReader | null {
  if (!(BUILT_IN as readonly string[]).includes(name)) return null
  const { core, labels, scores } = context
  if (name === 'host' || name === 'user' || name === 'action') {
    const { codes, values } = core[name]
    return ({ firstEvent, rows }) => ({ codes: codes.subarray(firstEvent, firstEvent + rows), values })
  }
  if (name === 'source') return sourceReader()
  if (name === 'time')
    return ({ firstEvent, rows }) =>
      coded({ type: 'time', data: core.time.subarray(firstEvent, firstEvent + rows) })
  if (name === 'label') return labels && labelReader(labels)
  if (name === 'alert') return labels && alertReader(labels)
  if (!scores) return null
  if (name === 'attack_score')
    return ({ firstEvent, rows }) =>
      coded({
        type: 'number',
        data: Float64Array.from(scores.attack.subarray(firstEvent, firstEvent + rows)),
      })
  const [said, names] =
    name === 'expert' ? [scores.expert, scores.scoring.experts] : [scores.predicted, scores.scoring.answers]
  // 255 is "not scored": one more wraps around to 0 in a byte.
  const values = ['', ...Array.from({ length: 255 }, (_, code) => names[code] ?? '')]
  return ({ firstEvent, rows }) => ({
    codes: Uint8Array.from(said.subarray(firstEvent, firstEvent + rows), (code) => code + 1),
    values,
  })
}

function sourceReader(): GroupReader {
  const known = new Map<number, readonly string[]>()
  return ({ source, rows }) => {
    let values = known.get(source.id)
    if (!values) known.set(source.id, (values = ['', source.name]))
    return { codes: new Uint8Array(rows).fill(1), values }
  }
}

/** The one label of the chosen set; further ones (policy `all`) do not count. */
function labelReader({ labels, classes }: Labels): GroupReader {
  const shift = 1 - NO_LABEL
  const values = [
    '',
    ...Array.from({ length: classes.length - NO_LABEL }, (_, i) => labelText(classes, i + NO_LABEL)),
  ]
  return ({ firstEvent, rows }) => ({
    codes: Uint32Array.from({ length: rows }, (_, row) => {
      const label = labels[firstEvent + row]
      return label === undefined ? 0 : label + shift
    }),
    values,
  })
}

function alertReader({ alerts, alertNames }: Labels): GroupReader {
  const ids = [...alertNames.keys()]
  const codeOf = new Map(ids.map((id, i) => [id, i + 1]))
  const values = ['', ...ids.map((id) => alertNames.get(id) || String(id))]
  return ({ firstEvent, rows }) => ({
    codes: Uint32Array.from({ length: rows }, (_, row) => codeOf.get(alerts[firstEvent + row] ?? -1) ?? 0),
    values,
  })
}

/** The first of the capture's columns of that name that has a value. */
function columnsReader(context: FilterContext, name: string): GroupReader | null {
  const named = columnsNamed(context, name)
  if (!named) return null
  const chunks = new Map<number, ColumnChunk[][]>()
  return ({ source, ordinal, rows }) => {
    let lists = chunks.get(source.id)
    if (!lists) {
      lists = (named.get(source.id) ?? []).map((column) => columnChunks(context.c, source.id, column))
      chunks.set(source.id, lists)
    }
    const [first, ...rest] = lists.flatMap((list) => codedChunk(list[ordinal]) ?? [])
    if (!first) return { codes: new Uint8Array(rows), values: NOTHING }
    return rest.reduce(filledUp, first)
  }
}

/** Where `first` is missing, `second` counts. */
function filledUp(first: CodedStretch, second: CodedStretch): CodedStretch {
  const shift = first.values.length
  return {
    codes: Uint32Array.from(first.codes, (code, row) => {
      if (first.values.at(code) !== '') return code
      const other = second.codes[row]!
      return other === 0 ? 0 : other + shift
    }),
    values: {
      length: shift + second.values.length,
      at: (code) => (code < shift ? first.values.at(code) : second.values.at(code - shift)),
    },
  }
}

/** Null where the chunk does not have the column. */
function codedChunk(chunk: ColumnChunk | undefined): CodedStretch | null {
  const text = chunk?.texts()
  if (text) return { codes: text.narrow(), values: new TextValues(text) }
  const data = chunk?.load()
  return data && data.type !== 'text' ? coded(data) : null
}

/** Values made into strings one by one: cut out of one long string they would keep all of it in memory. */
class TextValues implements ValueList {
  readonly length: number
  readonly #text: TextBytes
  readonly #encoding: 'latin1' | 'utf8'

  constructor(text: TextBytes) {
    this.#text = text
    this.#encoding = isAscii(text.bytes) ? 'latin1' : 'utf8'
    this.length = text.offsets.length - 1
  }

  at(code: number): string {
    const { bytes, offsets } = this.#text
    return bytes.toString(this.#encoding, offsets[code], offsets[code + 1])
  }
}

function coded(column: Exclude<ColumnData, TextColumn>): CodedStretch {
  const text = cellText(column.type)
  const known = new Map<number, number>()
  const values = ['']
  const codes = new Uint32Array(column.data.length)
  for (let i = 0; i < codes.length; i++) {
    const value = column.data[i]!
    let code = known.get(value)
    if (code === undefined) {
      const shown = text(value)
      known.set(value, (code = shown === '' ? 0 : values.push(shown) - 1))
    }
    codes[i] = code
  }
  return { codes, values }
}
