/** What the bytes say: encoding, form, delimiter, header. Counted over the beginning of the file that was looked at. */
import { isUtf8 } from 'node:buffer'
import type { Guess } from '../../../preload/contract/understanding.ts'
import { type CsvLayout, type Cut, cutsOf, firstCells } from '../csv/layout.ts'
import type { Encoding } from '../encoding.ts'
import type { Recognized, RecognizedText } from './recognize.ts'
import type { Sample } from './sample.ts'
import { UTC_CLOCK } from '../time/zones.ts'
import { readTime } from '../time/values.ts'
import { against, guess, share, some } from './counted.ts'

const ENCODING_NAMES: Partial<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
}
const nameOf = (encoding: Encoding): string =>
  ENCODING_NAMES[encoding] ?? encoding.replace(/^\w/, (letter) => letter.toUpperCase())

/** @param told the encoding that a person chose */
export function encodingGuess({ head }: RecognizedText, told: Encoding | undefined): Guess {
  const { encoding, bom } = head.sniffed
  const ask = 'In which encoding was this file written? Look at names and paths below.'
  if (encoding === 'utf-8' && bom === 0) return withoutMark(head.bytes, told !== undefined, ask)
  const text = head.bytes.toString('utf8')
  const broken = text.length - text.replaceAll('\ufffd', '').length
  const marked = bom > 0 ? 'byte-order mark' : 'no byte-order mark'
  if (bom > 0 || told) {
    const lost =
      broken === 0 ? 'every character can be read' : some(broken, text.length, 'characters cannot be read')
    const confidence = share(text.length - broken, text.length)
    const evidence = told ? `chosen; ${marked}; ${lost}` : `${marked}; ${lost}`
    return guess('encoding', {
      value: nameOf(encoding),
      confidence,
      evidence,
      ask,
      chosen: told !== undefined,
    })
  }
  // UTF-16 read the wrong way round is Chinese and worse: what reads as Latin speaks for the right way.
  let latin = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x250) latin++
  const evidence = `${marked}; ${some(latin, text.length, 'two-byte characters are Latin')}`
  return guess('encoding', { value: nameOf(encoding), confidence: share(latin, text.length), evidence, ask })
}

/** Line by line: all ASCII, well-formed UTF-8, or neither (which is read as Windows-1252). */
function withoutMark(bytes: Buffer, chosen: boolean, ask: string): Guess {
  const seen = { formed: 0, other: 0, high: 0, words: 0 }
  for (let at = 0; at < bytes.length;) {
    const stop = bytes.indexOf(10, at)
    // The last line may be cut in the middle of a character.
    if (stop < 0 && at > 0) break
    countLine(bytes.subarray(at, stop < 0 ? bytes.length : stop), seen)
    at = stop < 0 ? bytes.length : stop + 1
  }
  const { formed, other, high, words } = seen
  const lines = formed + other
  if (lines === 0) {
    const evidence = 'plain ASCII, which reads alike in UTF-8 and in every Windows code page'
    return guess('encoding', { value: 'UTF-8', confidence: 1, evidence, chosen })
  }
  if (other === 0) {
    const evidence = `no byte-order mark; ${some(formed, lines, 'lines beyond ASCII are well-formed UTF-8')}`
    return guess('encoding', { value: 'UTF-8', confidence: 1, evidence, chosen })
  }
  if (formed === 0) {
    const evidence = `${some(other, lines, 'lines beyond ASCII are no UTF-8')}; as Windows-1252, ${some(words, high, 'of their odd bytes are single letters inside Latin words')}`
    return guess('encoding', { value: 'Windows-1252', confidence: share(words, high), evidence, ask, chosen })
  }
  const evidence = `${some(formed, lines, 'lines beyond ASCII are well-formed UTF-8')}, ${other.toLocaleString('en-US')} are not and are read as Windows-1252`
  const value = 'UTF-8, Windows-1252 where it is not'
  return guess('encoding', {
    value,
    confidence: share(Math.max(formed, other), lines),
    evidence,
    ask,
    chosen,
  })
}

function countLine(line: Buffer, seen: { formed: number; other: number; high: number; words: number }): void {
  if (line.every((byte) => byte < 128)) return
  if (isUtf8(line)) {
    seen.formed++
    return
  }
  seen.other++
  for (let at = 0; at < line.length; at++) {
    if (line[at]! < 128) continue
    seen.high++
    const letter = line[at]! >= 0xc0 && line[at] !== 0xd7 && line[at] !== 0xf7
    // Western words have such letters among plain ones; Cyrillic, Greek and Asian words are made of them.
    if (letter && !(line[at - 1]! >= 128) && !(line[at + 1]! >= 128)) seen.words++
  }
}

const FORMATS: Record<string, string> = {
  csv: 'table',
  zeek: 'Zeek log',
  ndjson: 'JSON lines',
  json: 'JSON',
  xml: 'Windows event XML',
  wineventlog: 'Windows events, Splunk’s text',
  evtx: 'EVTX',
  parquet: 'Parquet',
  arrow: 'Arrow IPC',
}
const SIGNS: Record<string, string> = {
  zeek: 'begins with #separator or #fields',
  ndjson: 'each line begins a document',
  xml: 'holds <Event> elements',
  wineventlog: 'a line of time, then LogName=',
  evtx: 'a Windows event log: begins with ElfFile',
  parquet: 'begins with PAR1',
  arrow: 'begins as Arrow does',
}

/** Share of the sampled rows that the form could read. */
export function formatGuess(file: Recognized, sample: Sample): Guess {
  const { format } = file.layout
  const all = sample.rows + sample.rejected
  const packed = file.evidence.compression === 'none' ? [] : [`packed with ${file.evidence.compression}`]
  const array = 'json' in file.layout && file.layout.json.kind === 'array' ? ['documents in an array'] : []
  const evidence = [...packed, SIGNS[format], ...array, some(sample.rows, all, 'sampled rows can be read')]
  return guess('format', {
    value: FORMATS[format] ?? format,
    confidence: share(sample.rows, all),
    evidence: evidence.filter(Boolean).join('; '),
    ask: 'Is this the right form? Many rows cannot be read in it.',
  })
}

const DELIMITERS: Record<string, string> = {
  '\t': 'tab',
  ',': 'comma',
  ';': 'semicolon',
  '|': 'bar',
  ' ': 'space',
}
const delimiterName = (code: number): string => {
  const sign = String.fromCharCode(code)
  return DELIMITERS[sign] ?? sign
}

export function delimiterGuess(head: Buffer, whole: boolean, layout: CsvLayout, chosen: boolean): Guess {
  const { delimiter } = layout.dialect
  const cuts = cutsOf(head, whole)
  const own = cuts.find((cut) => cut.delimiter === delimiter)
  const rivals = cuts.filter((cut) => cut !== own).toSorted((a, b) => strength(b) - strength(a))
  const [rival] = rivals
  const value = delimiterName(delimiter)
  const ask = 'Which character separates the columns?'
  if (!own)
    return guess('delimiter', { value, confidence: null, evidence: 'as the file or you say', ask, chosen })
  const agree = own.rows > 0 ? share(own.alike, own.rows) : 1
  const also = rival
    ? `; ${delimiterName(rival.delimiter)}: ${some(rival.alike, rival.rows, `of ${rival.width}`)}`
    : ''
  return guess('delimiter', {
    value,
    confidence: against(agree, strength(own), rival ? strength(rival) : 0),
    evidence: `${some(own.alike, own.rows, `rows have ${own.width} fields`)}${also}`,
    ask,
    chosen,
  })
}

/** Cuts a row, on average, that agree with the header. */
const strength = ({ width, rows, alike }: Cut): number => (width - 1) * (rows > 0 ? alike / rows : 1)

/** Whether the first row holds names: no numbers, no times, none twice, none empty. */
export function headerGuess(
  head: Buffer,
  whole: boolean,
  layout: CsvLayout,
  told: boolean | undefined,
): Guess {
  const cells = firstCells(head, whole, layout).map((cell) => cell.trim())
  // A name that comes twice is counted once.
  const names = new Set(cells.filter((cell) => cell !== '' && !isValue(cell))).size
  const isHeader = share(names, cells.length)
  const evidence = some(names, cells.length, 'cells of the first row are names')
  return guess('header', {
    value: told === false ? 'none: columns are numbered' : 'first row',
    confidence: told === false ? 1 - isHeader : isHeader,
    evidence,
    ask: 'Does the first row name the columns, or is it an event already?',
    chosen: told !== undefined,
  })
}

const isValue = (cell: string): boolean =>
  !Number.isNaN(Number(cell)) || !Number.isNaN(readTime(cell, UTC_CLOCK, {})) || /^[\d.:]{7,}$/.test(cell)
