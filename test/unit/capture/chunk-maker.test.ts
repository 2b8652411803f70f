/** Chunks made on a thread are those that are made here; a thread that dies is an error, not silence. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ChunksBeside, ChunksHere, type ChunkMaker } from '../../../main/capture/chunk-maker.ts'
import type { FilledChunk } from '../../../main/capture/chunk-rows.ts'
import { sha256 } from '../../../main/case/hash.ts'

const entry = join(import.meta.dirname, '../../../main/capture/chunk-thread.ts')
const bytes = Buffer.from('name,n\nab,1\nc,2\n')
const chunk = (): FilledChunk => ({
  rows: 2,
  firstByte: 7,
  byteLength: 8,
  offsets: Float64Array.of(7, 12),
  lengths: Uint32Array.of(4, 3),
  columns: new Map([
    [
      'name',
      {
        type: 'text',
        codes: Uint32Array.of(1, 2),
        values: ['', 'ab', 'c'],
        utf8: { bytes: Buffer.from('abc'), offsets: Int32Array.of(0, 0, 2, 3) },
      },
    ],
    ['plain', { type: 'text', codes: Uint32Array.of(1, 0), values: ['', 'é'] }],
    ['n', { type: 'integer', data: Float64Array.of(1, 2) }],
  ]),
})

async function made(maker: ChunkMaker) {
  maker.original(bytes)
  maker.chunk(chunk())
  maker.passed(null, bytes.length)
  const early = await maker.ready()
  const { chunks, sha256: whole } = await maker.end()
  maker.close()
  const all = [...early, ...chunks].map((one) => ({
    ...one,
    places: [...one.places],
    columns: one.columns.map((column) => ({ ...column, data: [...column.data] })),
  }))
  return { all, whole }
}

test('a thread makes the same chunks and hashes', async () => {
  const here = await made(new ChunksHere())
  expect(here.all).toHaveLength(1)
  expect(here.all[0]!.sha256).toBe(sha256(bytes.subarray(7, 15)))
  expect(here.whole).toBe(sha256(bytes))
  expect(await made(new ChunksBeside(entry))).toEqual(here)
})

test('what goes wrong on the thread is thrown', async () => {
  const maker = new ChunksBeside(entry)
  maker.chunk(chunk())
  await expect(maker.end()).rejects.toThrow('The stream ends')
  maker.close()
})
