/**
 * The fields of a Windows event as Splunk's collector writes it out (`WinEventLog`): a line of time, lines of `Name=value`, and behind
 * `Message=` the text of the event, whose lines `Account Name:<tab>value` are fields too, named as Splunk names them
 * (`Account_Name`). What comes twice, as the accounts of subject and target do, becomes one value of several lines.
 */
import { type JsonObject, Unfit } from '../json/parse.ts'
import { TIME_LINE } from './framing.ts'
import { wholeNumbers } from './whole.ts'

const FIELD = /^([A-Z]\w{0,63})=(.*)$/
/** A label of a message: a tab behind the colon, or one word and a blank, as Sysmon writes. */
const LABEL = /^\s*(?:([A-Z][^:\t]{0,63}):[ ]*\t\s*|([A-Z]\w{0,63}): )(.*)$/
const MESSAGE = 'Message'
const WHOLE = ['EventCode', 'EventType', 'RecordNumber']

/** @throws Unfit when it is no such event */
export function eventTextFields(text: string): JsonObject {
  const lines = text.split(/\r?\n/)
  // Without a prototype: a hostile event may name its fields as it likes.
  const fields = Object.create(null) as JsonObject
  fields['_time'] = isoTime(lines[0]!)
  let at = 1
  for (; at < lines.length; at++) {
    const [, name, value] = FIELD.exec(lines[at]!) ?? []
    if (name === undefined) throw new Unfit(`line ${at + 1} of the event is no Name=value`)
    if (name === MESSAGE) break
    put(fields, name, value!)
  }
  if (at === 1) throw new Unfit('the event has no fields')
  wholeNumbers(fields, WHOLE)
  if (at === lines.length) return fields
  const message = lines
    .slice(at)
    .join('\n')
    .slice(MESSAGE.length + 1)
    .trimEnd()
  if (message !== '') fields[MESSAGE] = message
  for (const line of lines.slice(at + 1)) {
    const [, tabbed, word, value] = LABEL.exec(line) ?? []
    const name = (tabbed ?? word)?.trim().replaceAll(/\W+/g, '_')
    if (name && name !== MESSAGE) put(fields, name, value!.trim())
  }
  return fields
}

function put(fields: JsonObject, name: string, value: string): void {
  if (value === '') return
  const before = fields[name]
  fields[name] = typeof before === 'string' ? `${before}\n${value}` : value
}

/** The time of the first line as ISO 8601, on the clock it was written by. @throws Unfit */
function isoTime(line: string): string {
  const [, month, day, year, hour, minute, second, fraction = '', half] = TIME_LINE.exec(line) ?? []
  if (half === undefined) throw new Unfit('its first line is no time such as 01/31/2026 03:04:05 PM')
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0)
  return `${year}-${month}-${day}T${String(hours).padStart(2, '0')}:${minute}:${second}${fraction}`
}
