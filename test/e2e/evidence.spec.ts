/** Evidence as it is stopped midway, and profiles as they are taken, changed, shared and removed. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expectNothingSerious } from './axe.ts'
import { expect, test } from './face.ts'
import { chooseFile, chooseFolder, newCase, visit } from './steps.ts'

/** A few hundred kilobytes that unpack to some 200 MB of rows: no machine imports it before a person can press Cancel. */
function writeLong(path: string, host: string): void {
  const row = (i: number): string =>
    `2026-01-05T08:${String(i % 60).padStart(2, '0')}:00Z,user${i % 50},${host},logon\n`
  const rows = gzipSync(Array.from({ length: 40_000 }, (_, i) => row(i)).join(''))
  writeFileSync(
    path,
    Buffer.concat([gzipSync('time,user,host,action\n'), ...Array.from({ length: 120 }, () => rows)]),
  )
}

test('an import of many files is stopped: what was whole stays, of the rest there is nothing', async ({
  app: page,
  face,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const folder = join(face.folder, 'evidence')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a-short.csv'), 'time,user,host,action\n2026-01-05T08:00:00Z,ann,pc1,logon\n')
  for (const host of ['b-long', 'c-long']) writeLong(join(folder, `${host}.csv.gz`), host)
  await newCase(page, face.folder, 'stopped')
  await visit(page, 'Evidence')
  await page.getByRole('button', { name: 'Add folder' }).first().click()
  await chooseFolder(page, folder)
  // Each is looked at first.
  const add = page.getByRole('button', { name: 'Import 3 files', exact: true })
  await expect(add).toBeEnabled({ timeout: 180_000 })
  await add.click()
  const main = page.getByRole('main')
  await expect(main.getByText(/^file 2 of 3: /)).toBeVisible({ timeout: 120_000 })
  await main.getByRole('button', { name: 'Cancel' }).click()

  await expect(page.getByRole('heading', { name: 'Canceled' })).toBeVisible()
  const came = page.getByRole('grid', { name: 'What came of the files' })
  await expect(came.getByRole('row', { name: /a-short/ })).toContainText('imported')
  for (const name of [/b-long/, /c-long/])
    await expect(came.getByRole('row', { name })).toContainText('not imported')
  await expectNothingSerious(page, 'A stopped import')
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  const sources = page.getByRole('grid', { name: 'Evidence files' })
  await expect(sources.getByRole('row', { name: /a-short/ })).toBeVisible()
  await expect(sources.getByRole('row', { name: /long/ })).toHaveCount(0)
})

test('a profile is taken from a file, changed, shared and removed', async ({ app: page, face }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const shared = {
    tribunal: 'profile',
    version: 1,
    name: 'Doors',
    columns: ['Zeit', 'Wer', 'Was'],
    zone: 'Europe/Berlin',
    mapping: { users: ['Wer'] },
  }
  const path = join(face.folder, 'shared.json')
  writeFileSync(path, JSON.stringify(shared))
  await newCase(page, face.folder, 'doors')
  await visit(page, 'Evidence')
  await page.getByRole('button', { name: 'Profiles', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Mapping profiles' })
  await expect(dialog.getByText(/^None yet/)).toBeVisible()
  await dialog.getByRole('button', { name: /^Take from a file/ }).click()
  await chooseFile(page, path)
  const stored = dialog.getByRole('list', { name: 'Stored profiles' }).getByRole('listitem')
  await expect(stored).toContainText('3 columns, Europe/Berlin')
  await expectNothingSerious(page, 'Mapping profiles')

  // It is open: a note is written into it, after the brace that begins it.
  const save = dialog.getByRole('button', { name: 'Save changes' })
  const text = dialog.getByRole('textbox', { name: 'Profile Doors' })
  await expect(dialog.locator('.monaco-editor')).toContainText('Europe/Berlin')
  await expect(save).toBeDisabled()
  await text.focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.insertText('"note": "main gate",')
  await save.click()
  await expect(page.getByText('Saved: profile Doors')).toBeVisible()
  await expect(stored).toContainText('main gate')
  await expect(save).toBeDisabled()

  // Thinking better of a folder leaves the dialog as it was.
  await stored.getByRole('button', { name: 'Share Doors' }).click()
  await expect(page.getByRole('listbox', { name: /^Files in / })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(text).toBeVisible()
  await stored.getByRole('button', { name: 'Share Doors' }).click()
  await chooseFolder(page, face.folder)
  await expect(page.getByText('Profile written')).toBeVisible()
  const [written = ''] = readdirSync(face.folder).filter((name) => /^doors-.*\.profile\.json$/.test(name))
  const document: unknown = JSON.parse(readFileSync(join(face.folder, written), 'utf8'))
  expect(document).toMatchObject({ ...shared, note: 'main gate' })
  await stored.getByRole('button', { name: 'Remove Doors' }).click()
  await expect(dialog.getByText(/^None yet/)).toBeVisible()
})
