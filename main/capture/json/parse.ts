/** One JSON document from bytes: an object, with integers that a double cannot hold kept as their digits. */
import { decodeText } from '../encoding.ts'

/** Levels of nesting that a document may have. */
export const MAX_DEPTH = 64
/** Documents shorter than this cannot nest deep enough to matter before they are parsed. */
const SHALLOW = 1 << 16

export type JsonObject = Record<string, unknown>

/** Why a document is refused. Made without a stack, which costs more than reading a row, and there can be millions. */
export class Unfit extends Error {
  constructor(message: string) {
    const before = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = before
  }
}

/**
 * @throws Unfit with the reason: no JSON, no object, nested too deep
 */
export function parseObject(bytes: Buffer): JsonObject {
  if (bytes.length > SHALLOW && depthOf(bytes) > MAX_DEPTH)
    throw new Unfit(`nested deeper than ${MAX_DEPTH} levels`)
  const text = textOf(bytes)
  let value: unknown
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Unfit(`no valid JSON: ${shortReason(error)}`)
  } finally {
    Error.stackTraceLimit = before
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unfit('no JSON object')
  return value as JsonObject
}

/** The same document with every integer beyond 2^53 as a string of its digits. Slower; for documents that have such numbers. */
export function parseWithDigits(bytes: Buffer): JsonObject {
  const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown => {
    const source = context?.source
    return typeof value === 'number' && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source)
      ? source
      : value
  }
  return JSON.parse(textOf(bytes), keepDigits) as JsonObject
}

/** Without a byte order mark, which stands in the middle where files were put together. */
function textOf(bytes: Buffer): string {
  const text = decodeText(bytes)
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** Node's message without the quoted document. */
function shortReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message
    .replace(/, "?\.{0,3}["\s\S]*is not valid JSON$/, '')
    .replace(/ \(line \d+ column \d+\)$/, '')
    .replace(' in JSON at position', ' at character')
}

/** Depth of brackets outside strings. */
function depthOf(bytes: Buffer): number {
  let depth = 0
  let deepest = 0
  let inside = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === 34) inside = !inside
    else if (inside) {
      if (byte === 92) at++
    } else if (byte === 123 || byte === 91) deepest = Math.max(deepest, ++depth)
    else if (byte === 125 || byte === 93) depth--
  }
  return deepest
}

/**
 * The event inside what an export wraps around it: Elasticsearch hits (`_source`), Splunk results (`result`). Null for lines
 * that hold no event: Splunk's end mark without a result, and blank objects.
 * @throws Unfit for Splunk previews, which later lines repeat
 */
export function unwrap(document: JsonObject): JsonObject | null {
  const source = document['_source']
  if (isObject(source) && ('_index' in document || '_id' in document)) return source
  if (!('result' in document) && !('preview' in document && 'offset' in document)) return document
  const keys = Object.keys(document)
  if (!keys.every((key) => SPLUNK.has(key))) return document
  if (document['preview'] === true) throw new Unfit('a preview: the final result is another line')
  const result = document['result']
  if (result === undefined || result === null) return null
  return isObject(result) ? result : document
}

const SPLUNK = new Set(['preview', 'offset', 'lastrow', 'result'])
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
