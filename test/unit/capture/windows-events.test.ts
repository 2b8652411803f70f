/** Windows events as text: Event XML and what Splunk's collector writes. Cut, read, and damaged without harm to what stands behind. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { array, assert, constantFrom, dictionary, nat, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inspect } from '../../../main/capture/understanding/inspect.ts'
import { eventTextFields } from '../../../main/capture/windows/event-text.ts'
import { eventFields } from '../../../main/capture/windows/event-xml.ts'
import { eventForm, type EventForm, FRAMINGS } from '../../../main/capture/windows/framing.ts'
import { EventRecords } from '../../../main/capture/windows/records.ts'
import { eventRecord } from '../../../main/capture/reading/record.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { readRow } from '../../../main/case/evidence/row.ts'
import { getSource, rejectedRows } from '../../../main/case/evidence/sources.ts'
import { file, folder, importInto, newCase } from './records.ts'

const home = folder()
const splunk = join(import.meta.dirname, '../../../../shared/data/splunk')

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;')

/** As Event Viewer and wevtutil write it. */
const xmlEvent = (id: number, data: Record<string, string> = {}) =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P'/><EventID Qualifiers='0'>${id}</EventID>` +
  `<TimeCreated SystemTime='2024-03-01T10:11:${String(10 + (id % 50))}.1234567Z'/><EventRecordID>${id}</EventRecordID><Computer>DC01</Computer></System>` +
  `<EventData>${Object.entries(data)
    .map(([name, value]) => `<Data Name='${escaped(name)}'>${escaped(value)}</Data>`)
    .join('')}</EventData></Event>`

const block = (record: number, account: string) =>
  `01/09/2019 03:56:10 PM\nLogName=Security\nEventCode=4624\nComputerName=PC1\nRecordNumber=${record}\nMessage=An account was logged on.\n` +
  `Subject:\n\tAccount Name:\t\t-\nLogon Type:\t\t\t3\nNew Logon:\n\tAccount Name:\t\t${account}\n\tSource Port:\t\n`

/** Pieces of a text, cut into blocks at these places. */
function cut(form: EventForm, text: string, cuts: number[] = [], limit?: number) {
  const bytes = Buffer.from(text)
  const records = new EventRecords(FRAMINGS[form], limit)
  const found: { text: string; line: number; byte: number; fault: string | undefined }[] = []
  const take = ({ bytes: held, base, records: list }: ReturnType<EventRecords['push']>) => {
    for (let i = 0; i < list.count; i++) {
      const [from, to] = [list.from[i]!, list.to[i]!]
      found.push({
        text: held.toString('utf8', from, to),
        line: list.lines[i]!,
        byte: base + from,
        fault: list.refused.get(i),
      })
    }
  }
  const places = [...cuts.map((one) => one % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  let at = 0
  for (const place of places) {
    take(records.push(bytes.subarray(at, place)))
    at = place
  }
  take(records.end())
  return found
}

async function read(text: string | Buffer) {
  const c = newCase(home)
  const path = file(home, text, `${Math.random()}.log`)
  const done = await importInto(c, { path })
  return { c, done, path, row: (i: number) => Object.fromEntries(readRow(c, done.source, i)) }
}

describe('Event XML', () => {
  test('as Event Viewer saves it: names, several values, entities, the message', async () => {
    const rendered = `${xmlEvent(7, { User: 'a & <b>' }).slice(0, -8)}<RenderingInfo Culture='en-US'><Message>One\nTwo</Message></RenderingInfo></Event>`
    const plain = `<Event><System><EventID>8</EventID></System><EventData><Data>x</Data><Data><![CDATA[<y>]]></Data></EventData></Event>`
    const { done, c, row } = await read(
      `<?xml version="1.0" encoding="utf-8"?>\r\n<Events>${rendered}<!-- two --> ${plain}\n</Events>\n`,
    )
    expect([done.rows, done.accepted]).toEqual([2, 2])
    expect(row(0)).toMatchObject({
      EventID: '7',
      Qualifiers: '0',
      Provider: 'P',
      TimeCreated: '2024-03-01T10:11:17.123456Z',
      'EventData.User': 'a & <b>',
      'RenderingInfo.Message': 'One\nTwo',
    })
    expect(row(1)).toEqual({ EventID: '8', 'EventData.Data': 'x\n<y>' })
    expect(getSource(c, done.source).reader).toMatch(/^xml /)
    const record = await eventRecord(c, loadCore(c), 0)
    expect(record).toMatchObject({ original: rendered, binary: false, intact: true })
  })

  test('UTF-16, as a redirected wevtutil writes it', async () => {
    const text = `\uFEFF${xmlEvent(1, { User: 'Jürgen' })}\r\n${xmlEvent(2)}\r\n`
    const { done, row } = await read(Buffer.from(text, 'utf16le'))
    expect([done.accepted, row(0)['EventData.User']]).toEqual([2, 'Jürgen'])
  })

  test('a broken event costs itself; what is no event is set aside; counts add up', async () => {
    const broken = xmlEvent(2).replace('</System>', '')
    const open = xmlEvent(3).replace('</Event>', '')
    const { done, c, row } = await read(
      `${xmlEvent(1)}\n${broken}\n${open}\n${xmlEvent(4)}\njunk, and <b>more</b>\n${xmlEvent(5)}\n<Event><Sys`,
    )
    expect([done.rows, done.accepted, done.rejected]).toEqual([7, 3, 4])
    expect([0, 1, 2].map((i) => row(i)['EventID'])).toEqual(['1', '4', '5'])
    expect(rejectedRows(c, done.source, 0, 10).rows.map(({ line, reason }) => [line, reason])).toEqual([
      [2, expect.stringMatching(/^<\/Event> closes nothing at character \d+ of the event$/)],
      [3, 'the event is not closed'],
      [5, 'no event: it does not begin with <Event>'],
      [7, 'the event is not closed'],
    ])
  })

  test('hostile: names of prototypes are names, nesting ends, control characters are values', () => {
    const { fields, fault } = eventFields(
      '<Event><__proto__><polluted>1</polluted></__proto__><constructor>2</constructor><a>x\u0001&#0;y</a></Event>',
      true,
    )
    expect(fault).toBeNull()
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(JSON.stringify(fields)).toBe(
      '{"__proto__":{"polluted":"1"},"constructor":"2","a":"x\\u0001\\u0000y"}',
    )
    expect(eventFields(`<Event>${'<a>'.repeat(1_000_000)}`, true).fault).toBe('nested deeper than 64 levels')
    // Each would be looked for to the end of the text, if the first did not end the reading.
    expect(eventFields(`<Event>${'<![CDATA['.repeat(200_000)}`, true).fault).toMatch(/begins no tag/)
    expect(eventFields(`<Event ${'a="'.repeat(200_000)}`, true).fault).toMatch(/begins no tag/)
  })

  test('text beside elements, and a value where an element was, are kept', () => {
    const { fields } = eventFields(
      '<Event><D>one<b>two</b></D><D>three</D><E>four</E><E><f>five</f></E></Event>',
    )
    expect(JSON.parse(JSON.stringify(fields))).toEqual({
      D: { b: 'two', '#text': 'one\nthree' },
      E: { '#text': 'four', f: 'five' },
    })
  })

  test('property: names and values come out as they went in', () => {
    const word = string({ minLength: 1, maxLength: 8, unit: constantFrom('a', 'B', '7') })
    const value = string({ minLength: 1 }).filter((one) => one.trim() === one && one !== '')
    assert(
      property(dictionary(word, value, { maxKeys: 5 }), (data) => {
        const { fields, fault } = eventFields(xmlEvent(1, data), true)
        expect(fault).toBeNull()
        const named = (fields['EventData'] ?? {}) as Record<string, unknown>
        expect({ ...named }).toEqual(data)
      }),
    )
  })
})

describe('Splunk’s text of Windows events', () => {
  test('fields, the message, and its labels as Splunk names them', async () => {
    const { done, row, c, path } = await read(block(1, 'alice') + block(2, 'bob').replaceAll('\n', '\r\n'))
    expect(done.accepted).toBe(2)
    expect(row(0)).toMatchObject({
      _time: '2019-01-09T15:56:10.000000Z',
      LogName: 'Security',
      EventCode: '4624',
      Account_Name: '-\nalice',
      Logon_Type: '3',
    })
    expect(row(0)['Message']).toMatch(/^An account was logged on\.\nSubject:[^]*alice\n\tSource Port:$/)
    expect(getSource(c, done.source).mapping).toMatchObject({
      time: '_time',
      host: 'ComputerName',
      action: 'EventCode',
      users: ['Account_Name'],
    })
    expect((await inspect(path)).guesses.find(({ part }) => part === 'format')!.value).toMatch(
      /^Windows events/,
    )
  })

  test.each([
    ['01/09/2019 12:00:00 AM', '2019-01-09T00:00:00'],
    ['01/09/2019 12:30:00.125 PM', '2019-01-09T12:30:00.125'],
    ['01/09/2019 11:59:59 PM', '2019-01-09T23:59:59'],
  ])('%s', (line, iso) => {
    expect(eventTextFields(`${line}\nLogName=x`)['_time']).toBe(iso)
  })

  test('a broken event costs itself', async () => {
    const { done, c } = await read(
      block(1, 'a') +
        block(2, 'b').replace('03:56:10 PM', 'O3:56:10 PM') +
        block(3, 'c').replace('EventCode=', 'EventCode') +
        block(4, 'd'),
    )
    expect([done.rows, done.accepted]).toEqual([4, 2])
    expect(rejectedRows(c, done.source, 0, 10).rows.map(({ line, reason }) => [line, reason])).toEqual([
      [13, 'its first line is no time such as 01/31/2026 03:04:05 PM'],
      [25, 'line 3 of the event is no Name=value'],
    ])
  })
})

test('what is no text of events is not taken for one', () => {
  const csv = `_time,_raw\n1,"01/09/2019 03:56:10 PM\nLogName=Security\nEventCode=1"\n2,"${xmlEvent(1)}"\n`
  const forms = [csv, '<html><body>Event</body></html>', 'a,b\n1,2\n', '<Events></Events>', ''].map((text) =>
    eventForm(Buffer.from(text)),
  )
  expect(forms).toEqual([null, null, null, null, null])
  expect(eventForm(Buffer.from(`ut off</Data></EventData></Event>\n${xmlEvent(1)}\n${xmlEvent(2)}\n`))).toBe(
    'xml',
  )
  expect(eventForm(Buffer.from(`rest of a message\n${block(1, 'a')}${block(2, 'b')}`))).toBe('wineventlog')
})

test('property: however the stream is cut, the events are the same, and nothing lies outside of them', () => {
  const parts = constantFrom(
    xmlEvent(1), block(1, 'a'), '<Event>', '</Event>', '<EventData>', '<Events>', '</Events>', '<?xml ?>', '<!-- -->', '<Ev', 'ent>', '\n', ' ', 'x',
    '01/09/2019 03:56:10 PM', 'LogName=', 'A=1', '\r\n',
  ) // prettier-ignore
  assert(
    property(
      array(parts, { maxLength: 20 }),
      constantFrom('xml' as const, 'wineventlog' as const),
      array(nat(), { maxLength: 12 }),
      constantFrom(60, 100_000),
      (pieces, form, cuts, limit) => {
        const text = pieces.join('')
        const whole = cut(form, text, [], limit)
        expect(cut(form, text, cuts, limit)).toEqual(whole)
        let [at, between] = [0, '']
        for (const { text: piece, byte } of whole) {
          between += text.slice(at, byte)
          at = byte + piece.length
        }
        expect(between + text.slice(at)).toMatch(/^(?:\s|<\?xml \?>|<!-- -->|<\/?Events>)*$/)
      },
    ),
    { numRuns: 2000 },
  )
})

test('an event over the limit is set aside in pieces, and the next is found', () => {
  const found = cut('xml', `${xmlEvent(1)}<Event>${'x'.repeat(2500)}</Event>${xmlEvent(2)}`, [], 1000)
  expect(found.map(({ text, fault }) => [text.length, fault])).toEqual([
    [xmlEvent(1).length, undefined],
    [1000, 'longer than 1000 bytes'],
    [1000, 'longer than 1000 bytes'],
    [515, 'no event: it does not begin with <Event>'],
    [xmlEvent(2).length, undefined],
  ])
})

test.skipIf(!existsSync(splunk))('real exports (needs real captures)', async () => {
  const c = newCase(home)
  const names = [
    'T1550.002__extracts_from_real_data__ptt_pth_kerb_ntlm_anon_dest_dataset.raw',
    'suspicious_behaviour__linux_post_exploitation__linpeasdataset.txt',
  ]
  const done = []
  for (const name of names) done.push(await importInto(c, { path: join(splunk, name) }))
  expect(done.map(({ rows, accepted }) => [rows, accepted])).toEqual([
    [108, 108],
    [114, 114],
  ])
  expect(Object.fromEntries(readRow(c, done[1]!.source, 0))).toMatchObject({
    Provider: 'Linux-Sysmon',
    'EventData.Image': '/usr/bin/find',
    'EventData.User': 'ubuntu',
  })
})
