/** Choosing files where no native dialog is; recent cases. */
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFolder } from '../../../main/api/files.ts'
import { recentCases, rememberCase } from '../../../main/api/recent.ts'

const fresh = (): string => mkdtempSync(join(tmpdir(), 'files-'))

test('folders come first, then files by name; dangling links are left out', async () => {
  const folder = fresh()
  mkdirSync(join(folder, 'zebra'))
  writeFileSync(join(folder, 'b.csv'), '12345')
  writeFileSync(join(folder, 'a.csv'), '')
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'))
  const listing = await listFolder(folder)
  expect(listing.entries.map((entry) => entry.name)).toEqual(['zebra', 'a.csv', 'b.csv'])
  expect(listing.entries[2]).toMatchObject({ folder: false, size: 5, path: join(folder, 'b.csv') })
  expect(listing).toMatchObject({ folder, parent: join(folder, '..'), truncated: false })
  expect((await listFolder('/')).parent).toBeNull()
})

test('what is no folder is told as a problem', async () => {
  const folder = fresh()
  writeFileSync(join(folder, 'file'), '')
  await expect(listFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'folder-missing' })
  await expect(listFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'not-a-folder' })
})

test('recent cases: newest first, each once, twenty at most, told whether they still exist', () => {
  const data = join(fresh(), 'made', 'on', 'demand')
  expect(recentCases(data)).toEqual([])
  for (let n = 0; n < 25; n++) rememberCase(data, `/cases/${n}`, `case ${n}`, n)
  rememberCase(data, '/cases/7', 'case 7', 100)
  const list = recentCases(data)
  expect(list).toHaveLength(20)
  expect(list[0]).toEqual({ path: '/cases/7', name: 'case 7', openedAt: 100, exists: false })
  expect(new Set(list.map((one) => one.path)).size).toBe(20)
  expect(readdirSync(data)).toEqual(['recent-cases.json'])
})

test('a damaged list of recent cases counts as empty', () => {
  const data = fresh()
  writeFileSync(join(data, 'recent-cases.json'), '[{"path": ')
  expect(recentCases(data)).toEqual([])
  rememberCase(data, '/c', 'c')
  expect(recentCases(data)).toHaveLength(1)
})
