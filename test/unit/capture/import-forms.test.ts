/** Whole imports of JSON and of packed files: places, late columns, and what is cut off or damaged. */
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { chunkPlace } from '../../../main/case/evidence/chunks.ts'
import { sha256 } from '../../../main/case/hash.ts'
import { listSources, rejectedRows } from '../../../main/case/evidence/sources.ts'
import { file, importInto, newCase } from './records.ts'
import { home, imported, problemOf, texts } from './imports.ts'

describe('JSON', () => {
  const document = (i: number, more = '') =>
    `{"@timestamp":"2024-10-24T21:21:0${i % 10}Z","winlog":{"event_id":${4624 + (i % 3)},"event_data":{"SubjectUserName":"u${i}"}}${more}}`

  test('nested documents, columns that appear late join the mapping, big integers keep their digits', async () => {
    const many = Array.from({ length: 40 }, (_, i) => document(i))
    many.push(
      document(
        1,
        ',"winlog.x":1,"Keywords":-9223372036854775808,"label":{"technique":"T1"},"user":{"name":"eve"}',
      ),
    )
    const { c, source } = await imported(many.join('\n'))
    expect(source.columns.map(({ name }) => name)).toEqual([
      '@timestamp',
      'winlog.event_id',
      'winlog.event_data.SubjectUserName',
      'winlog.x',
      'Keywords',
      'label.technique',
      'user.name',
    ])
    expect(source.mapping).toEqual({
      time: '@timestamp',
      host: null,
      users: ['user.name', 'winlog.event_data.SubjectUserName'],
      action: 'winlog.event_id',
      labels: ['label.technique'],
    })
    expect(texts(c, source.id, 'Keywords').at(-1)).toBe('-9223372036854775808')
    expect(texts(c, source.id, 'label.technique').slice(-2)).toEqual(['', 'T1'])
  })

  test.each([
    [
      'lines',
      (docs: string[]) =>
        docs.map((one, i) => `{"preview":false,"offset":${i},"result":${one}}`).join('\n\n') +
        '\n{"preview":false,"offset":9,"lastrow":true}\n',
    ],
    [
      'an array',
      (docs: string[]) =>
        `[${docs.map((one, i) => `{"preview":false,"offset":${i},"result":${one}}`).join(',\n')}]`,
    ],
    [
      'results',
      (docs: string[]) => `{"preview":false,"init_offset":0,"results":[${docs.join(',')}],"highlighted":{}}`,
    ],
    [
      'hits, a line each',
      (docs: string[]) => docs.map((one, i) => `{"_index":"x","_id":"${i}","_source":${one}}`).join('\n'),
    ],
    [
      'hits, one answer',
      (docs: string[]) =>
        `{"took":3,"hits":{"total":{"value":2},"hits":[${docs.map((one, i) => `{"_index":"x","_id":"${i}","_source":${one}}`).join(',')}]}}`,
    ],
    [
      'pretty documents',
      (docs: string[]) => docs.map((one) => JSON.stringify(JSON.parse(one), null, 2)).join('\n'),
    ],
  ])('wrapped as %s', async (_, wrap) => {
    const { c, source, rows, rejected } = await imported(wrap([document(1), document(2)]))
    expect([rows, rejected]).toEqual([2, 0])
    expect(texts(c, source.id, 'winlog.event_data.SubjectUserName')).toEqual(['u1', 'u2'])
  })

  test('broken lines are rejected with the reason, previews too', async () => {
    const lines = [
      document(1),
      '{"a":1,}',
      '[1]',
      '{"preview":true,"offset":0,"result":{"a":1}}',
      document(2),
      '{"@timestamp":"2024-10-2',
    ]
    const { c, source, rows, accepted, rejected } = await imported(lines.join('\n'))
    expect([rows, accepted, rejected]).toEqual([6, 2, 4])
    expect(rejectedRows(c, source.id, 0, 9).rows.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'no valid JSON: Expected double-quoted property name at character 7'],
      [3, 'no JSON object'],
      [4, 'a preview: the final result is another line'],
      [6, expect.stringMatching(/^no valid JSON: Unterminated string/)],
    ])
  })

  test('an array that is never closed is a truncated file', async () => {
    const c = newCase(home)
    const problem = await problemOf(
      importInto(c, { path: file(home, `[${document(1)},\n${document(2).slice(0, 40)}`) }),
    )
    expect(problem).toMatchObject({
      code: 'truncated-file',
      where: { byte: document(1).length + 3, file: expect.any(String) as string },
    })
    expect(listSources(c)).toEqual([])
  })
})

describe('packed files', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `2024-10-24T21:21:02Z,u${i},${(i * 7919) % 10_007}`)
  const plain = Buffer.from(`time,user,n\n${lines.join('\n')}\n`)
  const frames = [plain.subarray(0, 200_000), plain.subarray(200_000)]
  const packed: [string, Buffer][] = [
    ['gzip', gzipSync(plain)],
    ['gzip of two members', Buffer.concat(frames.map((part) => gzipSync(part)))],
    ['zstd', zstdCompressSync(plain)],
    ['zstd of two frames', Buffer.concat(frames.map((part) => zstdCompressSync(part)))],
  ]

  test.each(packed)('%s, by its bytes whatever its name', async (_, bytes) => {
    const { c, source, rows } = await imported(bytes, { name: `packed-${bytes.length}.txt` })
    expect([rows, source.sha256, source.size]).toEqual([20_000, sha256(bytes), bytes.length])
    const { byte, length, chunkSha256, chunkFirstByte, chunkLength } = chunkPlace(c, source.id, 19_999)
    expect(plain.toString('utf8', byte, byte + length)).toBe(lines[19_999])
    expect(chunkSha256).toBe(sha256(plain.subarray(chunkFirstByte, chunkFirstByte + chunkLength)))
  })

  test.each(packed)('%s cut off: refused with the byte, nothing half-written', async (_, bytes) => {
    const c = newCase(home)
    const problem = await problemOf(importInto(c, { path: file(home, bytes.subarray(0, bytes.length - 20)) }))
    expect(problem).toMatchObject({ code: 'truncated-file', where: { byte: bytes.length - 20 } })
    expect(listSources(c)).toEqual([])
    expect(c.db.prepare('SELECT COUNT(*) FROM chunks').pluck().get()).toBe(0)
  })

  test('damage inside', async () => {
    const options = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
    for (const bytes of [
      gzipSync(plain),
      zstdCompressSync(plain, options),
      Buffer.concat([zstdCompressSync(plain), Buffer.from('junk')]),
    ]) {
      // Not for the last one, whose damage is the text behind it.
      if (bytes.at(-1) !== 'k'.charCodeAt(0)) bytes[bytes.length >> 1]! ^= 0xff
      expect(await problemOf(importInto(newCase(home), { path: file(home, bytes) }))).toMatchObject({
        code: 'damaged-file',
      })
    }
  })
})
