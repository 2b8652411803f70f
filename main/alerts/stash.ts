/**
 * Splunk's stash text, as summary indexes and risk events are exported: `epoch, search_name="…", key="value", …`, a record a
 * line (more lines where a value holds line ends). Inside quotes a backslash escapes a quote or itself; a key that comes
 * again is one more value of the same field.
 */
import { Fields } from './fields.ts'

/** How a record begins: an epoch and a first pair. */
export const STASH_START = /^\d{9,13}(?:\.\d+)?, *[^\s=",]+ *=/

const QUOTE = 34
const BACKSLASH = 92

/** The position after the closing quote of the value that begins behind `open`; -1 when it is never closed. */
function closing(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at + 1
  }
  return -1
}

/** The fields of one record, the epoch under `_time`; or the reason why it is none. */
export function stashFields(record: string): Fields | string {
  const fields = new Fields()
  const epoch = /^(\d{9,13}(?:\.\d+)?),/.exec(record)
  if (!epoch) return 'does not begin with an epoch and a comma'
  fields.add('_time', [epoch[1]!])
  const pair = /[\s,]*([^\s=",]+) *= */y
  for (let at = epoch[0].length; at < record.length;) {
    pair.lastIndex = at
    const found = pair.exec(record)
    if (!found) return /^[\s,]*$/.test(record.slice(at)) ? fields : `no key="value" at character ${at + 1}`
    at = pair.lastIndex
    const quoted = record.charCodeAt(at) === QUOTE
    const end = quoted ? closing(record, at) : bareEnd(record, at)
    if (end < 0) return `the quote at character ${at + 1} is never closed`
    const value = quoted
      ? record.slice(at + 1, end - 1).replaceAll(/\\(["\\])/g, '$1')
      : record.slice(at, end)
    fields.add(found[1]!, [value])
    at = end
  }
  return fields
}

function bareEnd(text: string, from: number): number {
  const comma = text.indexOf(',', from)
  return comma < 0 ? text.length : comma
}

/**
 * Whether a quote is open where a line of a record ends: then the next line still belongs to it.
 * @param open one is open where the line begins
 */
export function endsOpen(line: string, open: boolean): boolean {
  let at = open ? closing(line, -1) : 0
  while (at >= 0) {
    at = line.indexOf('"', at)
    if (at < 0) return false
    at = closing(line, at)
  }
  return true
}
