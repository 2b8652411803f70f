/** A changed byte is found, and where it is: the stretch of its chunk, or none when no event was touched. */
import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { changedStretches } from '../../../main/capture/reading/changed-stretches.ts'
import { file, folder, importInto, newCase } from './records.ts'

const home = folder()
const quiet = new AbortController().signal
/** Two chunks' worth of rows. */
const rows = Array.from({ length: 70_000 }, (_, i) => `${1_700_000_000 + i},user${i % 7},${i}`)
const text = `time,user,n\n${rows.join('\n')}\n`

test('in the second chunk, in the header, at a cut, in a packed file', async () => {
  const c = newCase(home)
  const path = file(home, text)
  const { source } = await importInto(c, { path })
  const found = () => changedStretches(c, source, path, quiet)
  expect(await found()).toEqual([])
  const bytes = readFileSync(path)
  const changed = (at: number) => {
    const copy = Buffer.from(bytes)
    copy[at]! ^= 1
    writeFileSync(path, copy)
  }
  const late = bytes.length - 5
  changed(late)
  const [stretch, ...others] = await found()
  expect(others).toEqual([])
  expect(stretch!.first).toBeLessThanOrEqual(late)
  expect(stretch!.first + stretch!.length).toBeGreaterThan(late)
  expect(stretch!.row + stretch!.rows).toBe(70_000)
  changed(2)
  expect(await found()).toEqual([])
  writeFileSync(path, bytes.subarray(0, late))
  expect(await found()).toEqual([stretch])
})

test('places of a packed file are those of what is in it', async () => {
  const c = newCase(home)
  const path = file(home, gzipSync(text))
  const { source } = await importInto(c, { path })
  writeFileSync(path, gzipSync(text.replace('user3,3\n', 'user4,3\n')))
  const found = await changedStretches(c, source, path, quiet)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ first: 12, row: 0 })
})
