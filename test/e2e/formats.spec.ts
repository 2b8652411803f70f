/**
 * Every format as a person meets it: a folder with one file of each, understood before it is imported, those that need a person
 * first, one import for all, and what came of each. Then one doubtful file, with the questions it asks; all by keyboard.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'
import { expect, test, visit } from './face.ts'
import { hasEvents, samples, writeSamples } from './samples.ts'

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`)
}

async function newCase(page: Page, folder: string): Promise<void> {
  await page.getByRole('button', { name: /New case/ }).click()
  await page.getByRole('textbox', { name: 'Path' }).fill(folder)
  await page.getByRole('button', { name: 'Go' }).click()
  await page.getByRole('textbox', { name: 'Name of the new case' }).fill('formats')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'formats' })).toBeVisible()
  await visit(page, 'Evidence')
}

/** By the keyboard alone: the shortcut, the path, and the dialog's button. */
async function addByKeys(page: Page, key: 'a' | 'f', path: string): Promise<void> {
  await page.locator('body').press(key)
  await page.getByRole('textbox', { name: 'Path' }).fill(path)
  await page.keyboard.press('Enter')
  if (key === 'a') return
  const choose = page.getByRole('button', { name: 'Choose this folder' })
  await expect(page.getByRole('listbox')).toHaveAccessibleName(`Files in ${path}`)
  await choose.press('Enter')
}

test('a folder with one file of each format', async ({ app: page, face }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const folder = join(face.folder, 'evidence')
  mkdirSync(folder)
  writeSamples(folder)
  await newCase(page, face.folder)
  await addByKeys(page, 'f', folder)

  const files = samples.length + (hasEvents ? 1 : 0)
  // Exactly: the notice of the first import can be closed by a button that names it too.
  const add = page.getByRole('button', { name: `Import ${files} files`, exact: true })
  await expect(add).toBeEnabled()
  const table = page.getByRole('grid', { name: 'Files to be added' })
  await expect(page.getByText(/2\sfiles cannot be read and stay out/)).toBeVisible()
  // What cannot be read stands first, then what asks something.
  await expect(table.getByRole('row').nth(1)).toContainText('refused')
  await expect(table.getByRole('row').nth(2)).toContainText('refused')
  await expect(table.getByRole('row', { name: /hayabusa-alerts/ })).toContainText('alerts')
  await expect(table.getByRole('row', { name: /cic-2018/ })).toContainText('gzip')
  await expect(table.getByRole('row', { name: /winlogbeat/ })).toContainText(
    'winlog.event_data.TargetUserName',
  )
  expect(await serious(page)).toEqual([])

  // A Hayabusa timeline may be alerts or events: the person decides.
  await table.getByText('hayabusa-events.csv').click()
  await page.getByRole('combobox', { name: 'Read as' }).click()
  await page.getByRole('option', { name: /events/ }).click()
  await expect(table.getByRole('row', { name: /hayabusa-events/ })).toContainText('capture')
  expect(await serious(page)).toEqual([])
  await add.press('Enter')

  const came = page.getByRole('grid', { name: 'What came of the files' })
  await expect(came).toBeVisible({ timeout: 60_000 })
  for (const { name, accepted, rejected } of samples) {
    const row = came.getByRole('row').filter({ hasText: name })
    await expect(row, name).toContainText('imported')
    await expect(row.getByRole('gridcell').nth(3), name).toHaveText(String(accepted))
    await expect(row.getByRole('gridcell').nth(4), name).toHaveText(String(rejected))
  }
  await expect(came.getByRole('row').filter({ hasText: 'cut.ndjson.gz' })).toContainText(
    /refused.*is cut off/,
  )
  expect(await serious(page)).toEqual([])
  await page.getByRole('button', { name: 'Done', exact: true }).press('Enter')

  const sources = page.getByRole('grid', { name: 'Evidence files' })
  await expect(sources.getByRole('row', { name: /hayabusa-events/ })).toContainText('capture')
  await expect(sources.getByRole('row', { name: /hayabusa-alerts/ })).toContainText('alerts')
  await sources.getByText('rejects.csv').click()
  const rejected = page.getByRole('grid', { name: 'Rejected rows' })
  await expect(rejected).toContainText('2 cells where the header has 3')
  await expect(rejected).toContainText('4 cells where the header has 3')

  // The same folder again: everything is there already.
  await addByKeys(page, 'f', folder)
  await expect(add).toBeEnabled()
  await add.press('Enter')
  await expect(came.getByText('there already').first()).toBeVisible({ timeout: 60_000 })
})

test('a doubtful file asks, is decided by keyboard, and becomes a profile for the next', async ({
  app: page,
  face,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const rows = Array.from({ length: 40 }, (_, i) => `${10 + (i % 18)}.01.2026 08:00:${10 + i};LAB\\ann;Tür`)
  const doors = join(face.folder, 'doors.csv')
  writeFileSync(doors, Buffer.from(`Zeit;Wer;Was\n${rows.join('\n')}\n`, 'latin1'))
  writeFileSync(
    join(face.folder, 'march.csv'),
    Buffer.from(`Zeit;Wer;Was\n${rows.slice(3).join('\n')}\n`, 'latin1'),
  )
  await newCase(page, face.folder)
  await addByKeys(page, 'a', doors)

  const guesses = page.getByRole('table', { name: 'How doors.csv is understood' })
  await expect(guesses.getByRole('row', { name: /^Delimiter/ })).toContainText('40 of 40 rows have 3 fields')
  await expect(guesses.getByRole('row', { name: /^Encoding/ })).toContainText('Windows-1252')
  await expect(guesses.getByRole('row', { name: /^Time/ })).toContainText(
    '40 of 40 rows can be read as times',
  )
  await expect(guesses.getByRole('row', { name: /^Zone/ })).toContainText(
    'In which zone were these times written?',
  )
  await expect(page.getByText('2 parts are for you to decide, or to leave as assumed.')).toBeVisible()
  expect(await serious(page)).toEqual([])

  await page.getByRole('combobox', { name: 'Zone' }).fill('Europe/Berl')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(guesses.getByRole('row', { name: /^Zone/ })).toContainText('yours')
  await page.getByRole('combobox', { name: 'Accounts' }).fill('Wer')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByText('Nothing is asked')).toBeVisible()

  await page.getByRole('radio', { name: 'JSON' }).press('Space')
  const editor = page.getByRole('textbox', { name: 'How doors.csv is read' })
  await expect(editor).toBeVisible()
  await expect(page.locator('.monaco-editor')).toContainText('Europe/Berlin')
  await page.getByRole('radio', { name: 'Table' }).press('Space')

  await page.getByRole('button', { name: 'Save as profile…' }).press('Enter')
  await page.getByRole('textbox', { name: 'Name' }).fill('Doors')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved: profile Doors')).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).press('Enter')
  const sources = page.getByRole('grid', { name: 'Evidence files' })
  await expect(sources.getByRole('row', { name: /doors/ })).toContainText('Europe/Berlin', {
    timeout: 60_000,
  })

  await addByKeys(page, 'a', join(face.folder, 'march.csv'))
  await expect(page.getByText('Looks like profile Doors: 3 of 3 columns')).toBeVisible()
  await page.getByRole('button', { name: 'Use it: profile Doors' }).press('Enter')
  await expect(page.getByText('Nothing is asked')).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).press('Enter')
  await expect(sources.getByRole('row', { name: /march/ })).toContainText('Europe/Berlin', {
    timeout: 60_000,
  })
})
