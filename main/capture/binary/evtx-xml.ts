/**
 * The fields of a Windows event from its XML. `System` becomes plain names as Event Viewer and its exporters use them
 * (`EventID`, `Computer`, `TimeCreated`, …); what is behind it keeps its path (`EventData.SubjectUserName`, `UserData.LogFileCleared.Channel`).
 * Unnamed values of one element become one value of several lines. The XML is machine-made, so four kinds of tokens are all there is.
 */
import type { JsonObject } from '../json/parse.ts'

const TOKEN = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)\s*(\/?)>|<!\[CDATA\[([\s\S]*?)\]\]>|([^<]+)/g
const ATTRIBUTE = /([\w:.-]+)="([^"]*)"/g
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** Attributes of `System`'s elements that are fields of their own. */
const SYSTEM: Record<string, string> = {
  'Provider.Name': 'Provider',
  'Provider.Guid': 'ProviderGuid',
  'Provider.EventSourceName': 'EventSourceName',
  'EventID.Qualifiers': 'Qualifiers',
  'TimeCreated.SystemTime': 'TimeCreated',
  'Correlation.ActivityID': 'ActivityID',
  'Correlation.RelatedActivityID': 'RelatedActivityID',
  'Execution.ProcessID': 'ProcessID',
  'Execution.ThreadID': 'ThreadID',
  'Security.UserID': 'UserID',
}

interface Element {
  name: string
  path: string[]
  text: string
  parent: boolean
}

/** @returns fields in the order of the event; empty values are left out */
export function eventFields(xml: string): JsonObject {
  const fields: JsonObject = {}
  const open: Element[] = []
  for (const [, close, name, attributes, empty, cdata, text] of xml.matchAll(TOKEN)) {
    const top = open.at(-1)
    if (name === undefined) {
      if (top) top.text += cdata ?? unescaped(text!)
    } else if (close) finish(fields, open.pop())
    else {
      if (top) top.parent = true
      const element = begun(name, attributes ?? '', top, fields)
      if (empty) finish(fields, element)
      else open.push(element)
    }
  }
  return fields
}

function begun(name: string, attributes: string, top: Element | undefined, fields: JsonObject): Element {
  const values = new Map(
    [...attributes.matchAll(ATTRIBUTE)].map(([, key, value]) => [key!, unescaped(value!)]),
  )
  const system = top?.path[0] === 'System'
  if (system)
    for (const [key, value] of values) put(fields, [SYSTEM[`${name}.${key}`] ?? `${name}${key}`], value)
  // Data and its like carry their name as an attribute.
  const own = system ? name : (values.get('Name') ?? name)
  const path = top ? (system ? [name] : [...top.path, own]) : []
  return { name, path: name === 'System' && top ? ['System'] : path, text: '', parent: false }
}

function finish(fields: JsonObject, element: Element | undefined): void {
  if (element && !element.parent) put(fields, element.path, element.text.trim())
}

function put(fields: JsonObject, path: readonly string[], value: string): void {
  if (value === '' || path.length === 0) return
  let at = fields
  for (const key of path.slice(0, -1)) {
    if (typeof at[key] !== 'object') at[key] = Object.create(null) as JsonObject
    at = at[key] as JsonObject
  }
  const last = path.at(-1)!
  const before = at[last]
  at[last] = typeof before === 'string' ? `${before}\n${value}` : value
}

function unescaped(text: string): string {
  return text.includes('&')
    ? text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
        if (name) return ENTITIES[name as string] ?? whole
        const code = hex ? Number.parseInt(hex as string, 16) : Number(decimal)
        return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
      })
    : text
}
