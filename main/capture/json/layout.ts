/**
 * How a JSON file holds its documents: a line each, elements of an array, elements of an array inside one object (Splunk's
 * `{"results": […]}`, Elasticsearch's `{"hits": {"hits": […]}}`, CloudTrail's `{"Records": […]}`), or one after the other over
 * several lines. Decided from the beginning of the file.
 */
import { JsonDocuments, type JsonLayout } from './documents.ts'
import { markOf } from './mark.ts'

/** Keys whose array of objects holds the documents when one object wraps them all; a dot leads into an object. */
const WRAPPERS = new Set([
  'results',
  'hits.hits',
  'Records',
  'records',
  'events',
  'Events',
  'value',
  'data',
  'rows',
  'logs',
])

/** `,`, `]`, `}` and `"`: not what stands behind a whole document. */
const RUN_ON = [44, 93, 125, 34]

/** Lines that are looked at one by one. */
const LINES = 50

/** @returns null when the text is no JSON */
export function jsonLayout(head: Buffer, whole: boolean): JsonLayout | null {
  const first = skipSpace(head, 0)
  if (head[first] === 91) return arrayLayout(head, first)
  if (head[first] !== 123) return null
  const scan = scanObject(head, first)
  if (!scan) return null
  if (mostlyLines(head, first)) return { kind: 'lines' }
  if (scan.end !== null) {
    const alone = whole && skipSpace(head, scan.end) >= head.length
    // What goes on without a line end, and not with another object, is no document of many, but one whose brackets are damaged.
    const goesOn = RUN_ON.includes(head[scan.end] ?? 0)
    if ((alone || goesOn) && scan.array !== null)
      return { kind: 'array', start: scan.array, trailing: 'anything' }
    const stop = head.indexOf(10, first)
    return stop < 0 || scan.end <= stop ? { kind: 'lines' } : { kind: 'documents' }
  }
  // The first object is larger than what was looked at: a wrapper if it has the key of one, else one very long line.
  if (scan.array !== null) return { kind: 'array', start: scan.array, trailing: 'anything' }
  return whole && brokenFirstLine(head, first)
    ? { kind: 'lines' }
    : { kind: head.includes(10) ? 'documents' : 'lines' }
}

/** Whether most lines are objects by themselves: then a broken one, even the first, changes nothing about the others. */
function mostlyLines(head: Buffer, first: number): boolean {
  let [lines, objects] = [0, 0]
  for (let at = first; lines < LINES;) {
    const stop = head.indexOf(10, at)
    if (stop < 0) break
    const from = skipSpace(head, at)
    if (from < stop) {
      lines++
      if (head[from] === 123 && isObject(head.toString('utf8', from, stop))) objects++
    }
    at = stop + 1
  }
  return lines > 1 && objects * 2 > lines
}

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** An array counts as documents when its first element is an object, or when it is empty. */
function arrayLayout(head: Buffer, first: number): JsonLayout | null {
  const element = head[skipSpace(head, first + 1)]
  if (element !== 123 && element !== 93 && element !== undefined) return null
  return { kind: 'array', start: first + 1, trailing: 'nothing' }
}

/** The first line is a broken document, but further lines begin like documents of their own. */
function brokenFirstLine(head: Buffer, first: number): boolean {
  const stop = head.indexOf(10, first)
  return stop >= 0 && head[skipSpace(head, stop)] === 123 && head[first + 1] !== 10
}

function skipSpace(bytes: Buffer, at: number): number {
  while (at < bytes.length && (bytes[at] === 32 || (bytes[at]! >= 9 && bytes[at]! <= 13))) at++
  return at
}

/**
 * Walks the object at `from`: where it ends (null when not within `bytes`), and behind which `[` a wrapper's documents begin.
 * Null when it does not begin like an object.
 */
function scanObject(bytes: Buffer, from: number): { end: number | null; array: number | null } | null {
  const path: string[] = []
  let array: number | null = null
  let depth = 0
  let key = ''
  const next = bytes[skipSpace(bytes, from + 1)]
  if (next !== 34 && next !== 125 && next !== undefined) return null
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === 34) {
      const close = stringEnd(bytes, at)
      if (close < 0) return { end: null, array }
      if (bytes[skipSpace(bytes, close + 1)] === 58) key = bytes.toString('utf8', at + 1, close)
      at = close
    } else if (byte === 123 || byte === 91) {
      const name = [...path.slice(1), key].join('.')
      if (
        byte === 91 &&
        array === null &&
        depth === path.length &&
        WRAPPERS.has(name) &&
        holdsObjects(bytes, at)
      ) {
        array = at + 1
      }
      if (byte === 123 && depth === path.length && depth < 3) path.push(key)
      depth++
    } else if (byte === 125 || byte === 93) {
      depth--
      if (path.length > depth) path.length = depth
      if (depth === 0) return { end: at + 1, array }
    }
  }
  return { end: null, array }
}

const holdsObjects = (bytes: Buffer, open: number): boolean => {
  const element = bytes[skipSpace(bytes, open + 1)]
  return element === 123 || element === 93
}

/** The quote that closes the string opened at `open`; -1 when it is not within the bytes or a line ends before. */
function stringEnd(bytes: Buffer, open: number): number {
  for (let at = open + 1; at < bytes.length; at++) {
    if (bytes[at] === 92) at++
    else if (bytes[at] === 34) return at
    else if (bytes[at] === 10) return -1
  }
  return -1
}

/** Documents that a mark is learned from. */
const LEARNED = 50
/** Bytes that a mark is searched in. */
const SEARCHED = 1 << 16

/** The layout with the mark of its documents: as most of the first ones stand behind one another. */
export function withMark<L extends JsonLayout>(layout: L, head: Buffer): L {
  if (layout.kind === 'lines') return layout
  const { records } = new JsonDocuments(layout).push(head)
  const found = new Map<string, number>()
  const add = (gap: string, document: string) => {
    const mark = markOf(gap, document)
    if (mark !== null) found.set(mark, (found.get(mark) ?? 0) + 1)
  }
  for (let i = 0; i + 1 < Math.min(LEARNED, records.count); i++) {
    const [end, next] = [records.to[i]!, records.from[i + 1]!]
    if (records.refused.has(i) || records.refused.has(i + 1) || next - end > LEARNED) continue
    add(head.toString('latin1', end, next + 1), head.toString('latin1', next, next + 200))
  }
  // Where the first documents are broken, by whatever looks like the end of one and the beginning of the next.
  const text = found.size > 0 ? '' : head.toString('latin1', 0, SEARCHED)
  for (const { 1: gap = '', index } of text.matchAll(/\}(\s*,\s*\{)/g))
    add(gap, text.slice(index + gap.length, index + gap.length + 200))
  const [best] = [...found].sort((a, b) => b[1] - a[1])
  return best ? { ...layout, mark: best[0] } : layout
}
