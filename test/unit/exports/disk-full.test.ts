/** A disk that fills up while an export is written. */
import { readdirSync } from 'node:fs'
import type * as FileSystem from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { checkCustody } from '../../../main/case/custody.ts'
import { scratch } from '../case/fixtures.ts'
import { exported, trickyCase } from './export-case.ts'

const disk = vi.hoisted(() => ({ writesLeft: 0 }))
vi.mock(import('node:fs'), async (original) => {
  const real = await original()
  const writeSync = ((file: number, data: Uint8Array, at: number) => {
    if (disk.writesLeft-- > 0) return real.writeSync(file, data, at)
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }) as typeof FileSystem.writeSync
  return { ...real, writeSync, default: { ...real.default, writeSync } }
})

test.each([
  ['the file', 0],
  ['its sidecar', 1],
])('when %s does not fit, disk-full is told and nothing is left', async (_, writesLeft) => {
  const c = trickyCase()
  const folder = scratch()
  const { total } = checkCustody(c)
  disk.writesLeft = writesLeft
  const written = exported(c, { format: 'csv', file: join(folder, 'x.csv') })
  await expect(written).rejects.toMatchObject({ code: 'disk-full' })
  expect([readdirSync(folder), checkCustody(c).total]).toEqual([[], total])
})
