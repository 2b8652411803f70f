/** Files that are no alert exports, or broken ones: a clear answer, and nothing half-written. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { usualAnchor } from '../../../main/alerts/anchor.ts'
import { importAlerts } from '../../../main/alerts/import.ts'
import { recognizeAlerts } from '../../../main/alerts/inspect.ts'
import { listAlerts } from '../../../main/case/alerts.ts'
import { checkCustody, custodyEntries } from '../../../main/case/custody.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { context, importText, inFolder, withCase } from './alert-files.ts'

const row = { _time: '2026-09-15T12:00:00.000+00:00', search_name: 'S', user: 'ann' }

async function refusal(content: string | Buffer): Promise<Problem> {
  return withCase(async (c, folder) => {
    const path = join(folder, 'f.json')
    writeFileSync(path, content)
    const problem = await importAlerts(c, { path }, context).then(
      () => null,
      (error: unknown) => error,
    )
    expect(problem).toBeInstanceOf(Problem)
    expect(listSources(c)).toEqual([])
    expect(listAlerts(c)).toEqual([])
    expect(c.db.prepare('SELECT COUNT(*) FROM sources').pluck().get()).toBe(0)
    expect(c.db.prepare('SELECT COUNT(*) FROM alerts').pluck().get()).toBe(0)
    expect(checkCustody(c).intact).toBe(true)
    expect((problem as Problem).where?.file).toBe(path)
    return problem as Problem
  })
}

test('files that are no alerts are refused with advice', async () => {
  const events = '{"@timestamp":"2026-01-01T00:00:00Z","user":{"name":"ann"},"event":{"code":1}}\n'
  const captures = [
    events.repeat(5),
    `[${events}]`,
    'Timestamp,User,Bytes\n2026-01-01,ann,5\n',
    'just some text\nand more\n',
    '[]',
    '{"results":[]}',
    '{"preview":false,"lastrow":true}\n',
  ]
  for (const content of captures) {
    const problem = await refusal(content)
    expect(problem.code).toBe('not-alerts')
    expect(problem.advice).toContain('search_name')
  }
})

test('a file that is no text is refused for what it is', async () => {
  const evtx = await refusal(Buffer.from('ElfFile\0\u0001\u0002\u0003'))
  expect(evtx.code).toBe('not-alerts')
  expect(evtx.message).toContain('EVTX')
})

test('an empty file, a list that is cut off, packed data that is cut off', async () => {
  expect((await refusal('')).code).toBe('file-empty')
  const whole = JSON.stringify(Array.from({ length: 50 }, () => row))
  expect((await refusal(whole.slice(0, -20))).code).toBe('truncated-file')
  const lines = Array.from(
    { length: 5000 },
    (_, i) => `${JSON.stringify({ result: { ...row, i: Math.sin(i) } })}\n`,
  ).join('')
  expect((await refusal(gzipSync(lines).subarray(0, -4000))).code).toBe('truncated-file')
})

test('broken rows are kept aside with line, byte, length and reason', async () => {
  const good = JSON.stringify({ preview: false, result: row })
  const deep = `{"result":{"search_name":"S","user":"ann","x":${'['.repeat(5000)}${']'.repeat(5000)}}}`
  const lines = [good, '{"preview":false,"result":{', deep, '[1]', '{"host":"h"}', good]
  const { result, rejected, alerts } = await importText(`${lines.join('\n')}\n`)
  expect(result).toMatchObject({ rows: 6, accepted: 2, rejected: 4 })
  expect(alerts).toHaveLength(2)
  let byte = 0
  const places = lines.map((line, i) => {
    const place = { line: i + 1, byte, length: line.length }
    byte += line.length + 1
    return place
  })
  expect(rejected.map(({ line, byte: from, length }) => ({ line, byte: from, length }))).toEqual(
    places.slice(1, 5),
  )
  expect(rejected.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('no valid JSON'),
    expect.stringContaining('levels deep'),
    'no JSON object',
    expect.stringContaining('names neither'),
  ])
  expect(rejected[1]!.excerpt).toHaveLength(200)
})

test('a broken first line does not spoil the others', async () => {
  const { alerts, rejected } = await importText(`{"result":\n${JSON.stringify({ result: row })}\n`)
  expect(alerts).toHaveLength(1)
  expect(rejected).toMatchObject([{ line: 1, byte: 0, length: 10 }])
})

test('table rows of another width and open quotes are kept aside, not merged', async () => {
  const text =
    'Alert_Name,User,Last_occurrence\nA,ann,1700000000\nB,bob\n"C,cid,1700000000\nD,dan,1700000000\n'
  const { result, alerts, rejected } = await importText(text)
  expect(alerts.map(({ name }) => name)).toEqual(['A', 'D'])
  expect(result.rejected).toBe(2)
  expect(rejected.map(({ line }) => line)).toEqual([3, 4])
})

test('stash lines that are no records are kept aside', async () => {
  const { alerts, rejected } = await importText(
    '***SPLUNK*** index=risk\n1642999416, search_name="S", user="ann"\nstray\n1642999417, search_name="S, user="bob"\n1642999418, search_name="S", user="eve"\n',
  )
  expect(alerts.map(({ user }) => user)).toEqual(['ann', 'eve'])
  expect(rejected.map(({ line }) => line)).toEqual([3, 4])
})

test('a stash quote that is never closed takes the lines up to the next record, however many', async () => {
  const stray = 'stray, a=b\n'.repeat(200_000)
  const { result, rejected } = await importText(
    `1642999416, search_name="S", user="ann"\n1642999417, a="\n${stray}1642999418, search_name="S", user="eve"\n`,
  )
  expect([result.accepted, result.rejected]).toEqual([2, 1])
  expect(rejected[0]).toMatchObject({ line: 2, length: 14 + stray.length + 1 })
})

test('the same file again is not imported again', async () => {
  await withCase(async (c, folder) => {
    const path = join(folder, 'a.json')
    writeFileSync(path, JSON.stringify([{ result: row }]))
    const first = await importAlerts(c, { path }, context)
    const again = await importAlerts(c, { path }, context)
    expect(again).toMatchObject({ source: first.source, duplicateOf: first.source, sha256: first.sha256 })
    expect(listAlerts(c)).toHaveLength(1)
    expect(custodyEntries(c, 0, 100).filter(({ action }) => action === 'evidence-imported')).toHaveLength(1)
  })
})

test('a stopped import leaves nothing', async () => {
  await withCase(async (c, folder) => {
    const path = join(folder, 'a.json')
    writeFileSync(path, `${JSON.stringify({ result: row })}\n`.repeat(5000))
    const abort = new AbortController()
    const progress = ({ step }: { step: string }) =>
      step === 'reading alerts' && abort.abort(new Error('stop'))
    await expect(importAlerts(c, { path }, { progress, signal: abort.signal })).rejects.toThrow('stop')
    expect(listSources(c)).toEqual([])
    expect(c.db.prepare('SELECT COUNT(*) FROM alerts').pluck().get()).toBe(0)
  })
})

test('a zone that does not exist is refused before anything is written', async () => {
  await withCase(async (c, folder) => {
    const path = join(folder, 'a.json')
    writeFileSync(path, JSON.stringify([{ result: row }]))
    await expect(importAlerts(c, { path, zone: 'Mars/Olympus' }, context)).rejects.toMatchObject({
      code: 'unknown-zone',
    })
    expect(listSources(c)).toEqual([])
  })
})

test('the anchor chosen at import is the usual one from then on', async () => {
  await withCase(async (c, folder) => {
    const path = join(folder, 'a.json')
    expect(usualAnchor(c)).toBe('fired')
    writeFileSync(path, JSON.stringify([{ result: { ...row, lastTime: '1700000000' } }]))
    await importAlerts(c, { path, anchor: 'last' }, context)
    expect(usualAnchor(c)).toBe('last')
  })
})

test('only what is plainly alerts is recognized as such', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.json')
    const formOf = (content: string) => {
      writeFileSync(path, content)
      return recognizeAlerts(path)
    }
    expect(await formOf(JSON.stringify({ result: row }))).toBe('splunk-json-lines')
    expect(await formOf('{"file_name":"x.yml","results":[{"user":"ann","_time":"5"}]}\n')).toBe(
      'splunk-json-results',
    )
    // Raw events come in the same wrappings: without a search's name they are taken for a capture.
    expect(
      await formOf('[{"preview":false,"result":{"_time":"2016-08-28 16:02:17.000 MDT","user":"ann"}}]'),
    ).toBeNull()
    expect(await formOf('{"EventID":4624,"@timestamp":"2026-01-01T00:00:00Z","User":"ann"}\n')).toBeNull()
    await expect(recognizeAlerts(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-missing' })
  })
})
