/**
 * Where events stand in a text of them, told from the bytes alone: `<Event …>` to `</Event>`, or blocks of lines that begin with a
 * time. One that is damaged ends where the next begins, so that it costs itself and nothing behind it. Nothing is looked for
 * farther away than an event may be long, so the events are the same however the file is cut into blocks.
 */

/** A stretch of the text: an event, or what stands where one should. */
export interface Piece {
  from: number
  to: number
  /** Why it is no event. */
  fault: string | null
}

export interface Framing {
  /** Past what may stand between events. */
  begin(bytes: Buffer, at: number): number
  /**
   * The piece at `from`, where {@link begin} led: null when more bytes are needed, or when nothing is left.
   * @param last nothing follows these bytes
   * @param limit bytes that an event may have
   */
  piece(bytes: Buffer, from: number, last: boolean, limit: number): Piece | null
}

const LF = 10
const isSpace = (byte: number | undefined): boolean =>
  byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13)

function pastSpace(bytes: Buffer, at: number): number {
  while (isSpace(bytes[at])) at++
  return at
}

/** [from, to) without blanks at its end. */
function trimmed(bytes: Buffer, from: number, to: number): number {
  while (to > from && isSpace(bytes[to - 1])) to--
  return to
}

const tooLong = (from: number, limit: number): Piece => ({
  from,
  to: from + limit,
  fault: `longer than ${limit} bytes`,
})

/** First place of `wanted` in [from, to), or -1; what lies behind is not looked at. */
function find(bytes: Buffer, wanted: string, from: number, to: number): number {
  const at = bytes.subarray(from, to).indexOf(wanted, 0, 'latin1')
  return at < 0 ? -1 : from + at
}

const OPEN = '<Event'
const CLOSE = '</Event>'
/** What may stand between events: a declaration, a comment, the element around them. */
const BETWEEN = /^(?:<\?[^<>]*\?>|<!--[^<>]*-->|<\/?Events(?:\s[^<>]*)?>)/
const BETWEEN_MOST = 1000

/** Where an event begins in [from, to), or -1. */
function xmlStart(bytes: Buffer, from: number, to: number): number {
  for (let at = find(bytes, OPEN, from, to); at >= 0; at = find(bytes, OPEN, at + 1, to)) {
    const behind = at + OPEN.length < to ? bytes[at + OPEN.length] : undefined
    if (isSpace(behind) || behind === 62 || behind === 47) return at
  }
  return -1
}

const xmlFraming: Framing = {
  begin(bytes, at) {
    for (;;) {
      const from = pastSpace(bytes, at)
      const close = bytes[from] === 60 ? find(bytes, '>', from, from + BETWEEN_MOST) : -1
      if (close < 0 || !BETWEEN.test(bytes.toString('latin1', from, close + 1))) return from
      at = close + 1
    }
  },
  piece(bytes, from, last, limit) {
    if (from === bytes.length) return null
    const held = Math.min(bytes.length, from + limit)
    const begins = xmlStart(bytes, from, Math.min(bytes.length, from + OPEN.length + 1)) === from
    const next = xmlStart(bytes, from + 1, held)
    const close = begins ? find(bytes, CLOSE, from, next < 0 ? held : next) : -1
    if (close >= 0) return { from, to: close + CLOSE.length, fault: null }
    const fault = begins ? 'the event is not closed' : 'no event: it does not begin with <Event>'
    if (next >= 0) return { from, to: trimmed(bytes, from, next), fault }
    if (bytes.length - from >= limit) return tooLong(from, limit)
    return last ? { from, to: trimmed(bytes, from, bytes.length), fault } : null
  },
}

/** As Splunk's collector of Windows event logs writes the time, whatever the machine's language. */
export const TIME_LINE = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)(\.\d+)? ([AP])M$/
const FIRST_FIELD = 'LogName='
/** Bytes that a line of time has at most. */
const TIME_MOST = 40

/** Where the line at `at` ends, without its end; and where the next begins. */
function lineAt(bytes: Buffer, at: number, to: number): { end: number; next: number } {
  const stop = bytes.indexOf(LF, at)
  if (stop < 0 || stop >= to) return { end: to, next: to }
  return { end: stop > at && bytes[stop - 1] === 13 ? stop - 1 : stop, next: stop + 1 }
}

/** Whether an event begins with the line at `at`: a time, or whatever stands before the first field. */
function beginsBlock(bytes: Buffer, at: number, to: number): boolean {
  const { end, next } = lineAt(bytes, at, to)
  if (bytes.toString('latin1', next, Math.min(to, next + FIRST_FIELD.length)) === FIRST_FIELD) return true
  return end - at <= TIME_MOST && isTimeLine(bytes, at, end)
}

/** Whether the line is a time as {@link TIME_LINE} has it. */
export const isTimeLine = (bytes: Buffer, at: number, end: number): boolean =>
  TIME_LINE.test(bytes.toString('latin1', at, end))

/** Where the next event begins in (from, to), at a line; -1 when that cannot be told from these bytes. */
function blockStart(bytes: Buffer, from: number, to: number): number {
  for (let at = lineAt(bytes, from, to).next; at < to; at = lineAt(bytes, at, to).next)
    if (!isSpace(bytes[at]) && beginsBlock(bytes, at, to)) return at
  return -1
}

const blockFraming: Framing = {
  begin: pastSpace,
  piece(bytes, from, last, limit) {
    if (from === bytes.length) return null
    const held = Math.min(bytes.length, from + limit)
    const next = blockStart(bytes, from, held)
    // Whether it is a line of time, and whether the first field follows, may lie in the bytes to come.
    if (next >= 0 && !last && bytes.length - next < TIME_MOST + FIRST_FIELD.length) return null
    const fault = beginsBlock(bytes, from, held)
      ? null
      : 'no event: it does not begin with a time and LogName='
    if (next >= 0) return { from, to: trimmed(bytes, from, next), fault }
    if (bytes.length - from >= limit) return tooLong(from, limit)
    return last ? { from, to: trimmed(bytes, from, bytes.length), fault } : null
  },
}

export const FRAMINGS = { xml: xmlFraming, wineventlog: blockFraming }
/** Forms of text that hold Windows events one after the other. */
export type EventForm = keyof typeof FRAMINGS

/** Whether a text is one of them, by its beginning. */
export function eventForm(head: Buffer): EventForm | null {
  const begin = FRAMINGS.xml.begin(head, 0)
  const isXml =
    head[begin] === 60
      ? xmlStart(head, begin, head.length) >= 0
      : /^<Event[\s>][^]*^<Event[\s>]/m.test(head.toString('latin1'))
  if (isXml) return 'xml'
  return startsOfBlocks(head) ? 'wineventlog' : null
}

/** The first line is a time with the first field behind it, or two further ones are, since the first may be damaged. */
function startsOfBlocks(head: Buffer): boolean {
  let met = 0
  for (let at = pastSpace(head, 0); at >= 0; at = blockStart(head, at, head.length)) {
    const { end, next } = lineAt(head, at, head.length)
    const sure =
      isTimeLine(head, at, end) && head.toString('latin1', next, next + FIRST_FIELD.length) === FIRST_FIELD
    if (sure && (met === 0 || ++met > 2)) return true
    met = Math.max(met, 1)
  }
  return false
}
