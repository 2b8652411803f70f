/**
 * The fields of a Windows event from its XML. `System` becomes plain names as Event Viewer and its exporters use them
 * (`EventID`, `Computer`, `TimeCreated`, …); what is behind it keeps its path (`EventData.SubjectUserName`, `UserData.LogFileCleared.Channel`).
 * Unnamed values of one element become one value of several lines.
 *
 * The XML is machine-made: tags, attributes, text, CDATA. Nothing is declared or fetched, and an entity is one of the five that
 * XML brings, a number, or plain text. Control characters, which Windows writes and XML forbids, are values like any other. Read
 * strictly, the time is linear in the length, whatever the text is: each step goes on behind what it read.
 */
import { MAX_DEPTH, type JsonObject } from '../json/parse.ts'
import { wholeNumbers } from './whole.ts'

/** A tag: its name, attributes one by one (all at once they could be more than an expression can hold), its end. */
const NAME = /<(\/?)([\w:.-]+)/y
const ATTRIBUTE = /\s+([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const END = /\s*(\/?)>/y
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** What is passed over, and what stands for itself: how each begins and ends. */
const CDATA = ['<![CDATA[', ']]>'] as const
const PASSED = [
  ['<!--', '-->'],
  ['<?', '?>'],
] as const
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
/** Fields of `System` that are whole numbers. */
const WHOLE = ['EventID', 'Version', 'Level', 'Task', 'Opcode', 'EventRecordID', 'ProcessID', 'ThreadID']

/** Text that stands beside elements. */
const BESIDE = '#text'

interface Element {
  name: string
  path: string[]
  text: string
  parent: boolean
}

export interface EventXml {
  /** In the order of the event; empty values are left out. */
  fields: JsonObject
  /** What is wrong with the XML, if anything is; then the fields are those before it and behind it. */
  fault: string | null
}

/**
 * @param xml one event
 * @param strict ends with the first fault: no tag, or one that closes another, or none; else what can be read is read
 */
export function eventFields(xml: string, strict = false): EventXml {
  // Without a prototype: a hostile event may name its elements as it likes.
  const found: EventXml = { fields: Object.create(null) as JsonObject, fault: null }
  const open: Element[] = []
  let at = 0
  while (at < xml.length && open.length <= MAX_DEPTH) {
    const tag = xml[at] === '<' ? tagAt(xml, at) : null
    const next = tag ? tag.end : pastText(xml, at, open.at(-1))
    const what = tag ? follow(tag, open, found.fields) : next < 0 ? '“<” begins no tag' : null
    if (what !== null) found.fault ??= `${what} at character ${at + 1} of the event`
    if (strict && found.fault !== null) break
    at = next < 0 ? at + 1 : next
  }
  const last = open.at(-1)
  if (open.length > MAX_DEPTH) found.fault ??= `nested deeper than ${MAX_DEPTH} levels`
  else if (last) found.fault ??= `<${last.name}> is never closed`
  wholeNumbers(found.fields, WHOLE)
  return found
}

/** Opens or closes an element. @returns what is wrong with it */
function follow({ kind, name, attributes }: Tag, open: Element[], fields: JsonObject): string | null {
  const top = open.at(-1)
  if (kind === 'close') {
    finish(fields, open.pop())
    return top?.name === name ? null : `</${name}> closes nothing`
  }
  if (top) top.parent = true
  const element = begun(name, attributes, top, fields)
  if (kind === 'empty') finish(fields, element)
  else open.push(element)
  return null
}

/** Where text, CDATA, a comment or a declaration ends that begins at `at`, the first two added to their element; -1 where none does. */
function pastText(xml: string, at: number, top: Element | undefined): number {
  if (xml[at] !== '<') {
    const stop = xml.indexOf('<', at)
    const end = stop < 0 ? xml.length : stop
    if (top) top.text += unescaped(xml.slice(at, end))
    return end
  }
  for (const [begin, end] of [CDATA, ...PASSED]) {
    if (!xml.startsWith(begin, at)) continue
    const stop = xml.indexOf(end, at + begin.length)
    if (stop >= 0 && begin === CDATA[0] && top) top.text += xml.slice(at + begin.length, stop)
    return stop < 0 ? -1 : stop + end.length
  }
  return -1
}

interface Tag {
  kind: 'open' | 'close' | 'empty'
  name: string
  attributes: Map<string, string>
  end: number
}

function tagAt(xml: string, at: number): Tag | null {
  const begin = matchAt(NAME, xml, at)
  if (!begin) return null
  const attributes = new Map<string, string>()
  let end = NAME.lastIndex
  for (let one = matchAt(ATTRIBUTE, xml, end); one; one = matchAt(ATTRIBUTE, xml, end)) {
    attributes.set(one[1]!, unescaped(one[2] ?? one[3]!))
    end = ATTRIBUTE.lastIndex
  }
  const last = matchAt(END, xml, end)
  if (!last) return null
  const kind = begin[1] ? 'close' : last[1] ? 'empty' : 'open'
  return { kind, name: begin[2]!, attributes, end: END.lastIndex }
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at
  return sticky.exec(text)
}

function begun(
  name: string,
  values: ReadonlyMap<string, string>,
  top: Element | undefined,
  fields: JsonObject,
): Element {
  const system = top?.path[0] === 'System'
  if (system)
    for (const [key, value] of values) put(fields, [SYSTEM[`${name}.${key}`] ?? `${name}${key}`], value)
  // Data and its like carry their name as an attribute.
  const own = system ? name : (values.get('Name') ?? name)
  const path = top ? (system ? [name] : [...top.path, own]) : []
  return { name, path: name === 'System' && top ? ['System'] : path, text: '', parent: false }
}

function finish(fields: JsonObject, element: Element | undefined): void {
  if (!element) return
  const text = element.text.trim()
  put(fields, element.parent ? [...element.path, BESIDE] : element.path, text)
}

function put(fields: JsonObject, path: readonly string[], value: string): void {
  if (value === '' || path.length === 0) return
  let at = fields
  for (const key of path.slice(0, -1)) {
    const before = at[key]
    if (typeof before !== 'object') {
      at[key] = Object.create(null) as JsonObject
      if (typeof before === 'string') put(at, [key, BESIDE], before)
    }
    at = at[key] as JsonObject
  }
  const last = path.at(-1)!
  const before = at[last]
  if (typeof before === 'object') put(at, [last, BESIDE], value)
  else at[last] = typeof before === 'string' ? `${before}\n${value}` : value
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
