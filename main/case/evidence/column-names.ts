/**
 * When two captures write one column's name differently: `Dst Port` and ` Destination Port`, `Tot Fwd Pkts` and
 * `Total Fwd Packets`, `Init_Win_bytes_forward` and `FWD Init Win Bytes`.
 *
 * A name's key is its words in lower case, abbreviations of flow tools written out, sorted, since layouts differ in their order. Two
 * names are one when their keys are equal and each is the only one of its capture with that key: `Fwd Header Length` and
 * `Fwd Header Length.1` of one file stay two, and no name that a capture has itself is ever read as another.
 */
import type { Source } from '../../../preload/contract/evidence.ts'

/** Words that flow tools shorten, in the three layouts of CIC's flow captures and their like. */
const WORDS: Record<string, string> = {
  tot: 'total', pkt: 'packet', pkts: 'packet', packets: 'packet', len: 'length', byt: 'byte', byts: 'byte', bytes: 'byte',
  dst: 'destination', dest: 'destination', src: 'source', avg: 'average', var: 'variance', cnt: 'count', blk: 'bulk', seg: 'segment',
  forward: 'fwd', backward: 'bwd', totlen: 'total length', cwe: 'cwr', of: '', flags: 'flag', millisecond: 'ms', milliseconds: 'ms',
} // prettier-ignore
/** `Bwd Byts/b Avg` is about bulk, `Fwd Pkts/s` about seconds. */
const AFTER_SLASH: Record<string, string> = { b: 'bulk', s: 'per second' }

/** Equal for names that say the same. */
export function columnKey(name: string): string {
  const apart = name.replaceAll(/\/([bs])\b/gi, (_, unit: string) => ` ${AFTER_SLASH[unit.toLowerCase()]} `)
  const words = apart.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const written = words.flatMap((word) => (WORDS[word] ?? word).split(' ')).filter((word) => word !== '')
  return written.sort().join(' ')
}

/** Letters and digits only: for names that differ in case, spaces and signs. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** What a capture calls the column `name`, or null when it has none. */
export function columnIn(source: Pick<Source, 'columns'>, name: string): string | null {
  const index = indexOf(source.columns)
  if (index.names.has(name)) return name
  return index.bare.get(bare(name)) ?? index.keys.get(columnKey(name)) ?? null
}

interface Index {
  names: Set<string>
  keys: Map<string, string>
  bare: Map<string, string>
}
const indexes = new WeakMap<Source['columns'], Index>()

function indexOf(columns: Source['columns']): Index {
  const found = indexes.get(columns)
  if (found) return found
  const names = columns.map((column) => column.name)
  const made = { names: new Set(names), keys: only(names, columnKey), bare: only(names, bare) }
  indexes.set(columns, made)
  return made
}

/** Name by key, for keys that one name alone has. */
function only(names: readonly string[], keyOf: (name: string) => string): Map<string, string> {
  const grouped = Map.groupBy(names, keyOf)
  return new Map(
    [...grouped].flatMap(([key, [name, ...more]]) =>
      name !== undefined && more.length === 0 && key !== '' ? [[key, name]] : [],
    ),
  )
}
