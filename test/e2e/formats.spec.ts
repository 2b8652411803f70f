/**
 * Every format as a person meets it: a folder with one file of each, understood before it is imported, those that need a person
 * first, one import for all, and what came of each. Then one doubtful file, with the questions it asks; all by keyboard.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { expectNothingSerious } from './axe.ts'
import { expect, test } from './face.ts'
import { hasEvents, samples, writeSamples } from './samples.ts'
import { newCase, visit } from './steps.ts'

/** By the keyboard alone: the shortcut, the path, and the dialog's button. */
async function addByKeys(page: Page, key: 'a' | 'f', path: string): Promise<void> {
  await page.locator('body').press(key)
  const typed = page.getByRole('textbox', { name: 'Path' })
  await typed.fill(path)
  await typed.press('Enter')
  if (key === 'a') return
  const choose = page.getByRole('button', { name: 'Choose this folder' })
  await expect(choose).toBeEnabled()
  await choose.press('Enter')
}

/** Types into a field that offers what fits, and takes the offer by keys. */
async function pick(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label })
  await field.fill(text)
  await expect(page.getByRole('option', { name: text, exact: true })).toBeVisible()
  await field.press('ArrowDown')
  await field.press('Enter')
}

/** A button that follows from what is loading is pressed once it can be. */
async function pressWhenReady(button: Locator): Promise<void> {
  await expect(button).toBeEnabled()
  await button.press('Enter')
}

test('a folder with one file of each format', async ({ app: page, face }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const folder = join(face.folder, 'evidence')
  mkdirSync(folder)
  writeSamples(folder)
  await newCase(page, face.folder, 'formats')
  await visit(page, 'Evidence')
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
  await expectNothingSerious(page, 'the files')

  // A Hayabusa timeline may be alerts or events: the person decides.
  await table.getByText('hayabusa-events.csv').click()
  await page.getByRole('combobox', { name: 'Read as' }).click()
  await page.getByRole('option', { name: /events/ }).click()
  // While the file is looked at anew its reading stays, with the cursor in it.
  await expect(page.getByRole('combobox', { name: 'Read as' })).toBeFocused()
  await expect(table.getByRole('row', { name: /hayabusa-events/ })).toContainText('capture')
  await expect(page.getByRole('combobox', { name: 'Read as' })).toBeFocused()
  await expectNothingSerious(page, 'a file decided')
  await pressWhenReady(add)

  const came = page.getByRole('grid', { name: 'What came of the files' })
  await expect(came).toBeVisible({ timeout: 120_000 })
  for (const { name, accepted, rejected } of samples) {
    const row = came.getByRole('row').filter({ hasText: name })
    await expect(row, name).toContainText('imported')
    await expect(row.getByRole('gridcell').nth(3), name).toHaveText(String(accepted))
    await expect(row.getByRole('gridcell').nth(4), name).toHaveText(String(rejected))
  }
  await expect(came.getByRole('row').filter({ hasText: 'cut.ndjson.gz' })).toContainText(
    /refused.*is cut off/,
  )
  await expectNothingSerious(page, 'what came of them')
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
  await pressWhenReady(add)
  await expect(came.getByText('there already').first()).toBeVisible({ timeout: 120_000 })
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
  await newCase(page, face.folder, 'formats')
  await visit(page, 'Evidence')
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
  await expectNothingSerious(page, 'the doubtful file')

  await pick(page, 'Zone', 'Europe/Berlin')
  await expect(guesses.getByRole('row', { name: /^Zone/ })).toContainText('yours')
  await pick(page, 'Accounts', 'Wer')
  await page.getByRole('combobox', { name: 'Accounts' }).press('Escape')
  await expect(page.getByText('Nothing is asked')).toBeVisible()

  await page.getByRole('radio', { name: 'JSON' }).press('Space')
  const editor = page.getByRole('textbox', { name: 'How doors.csv is read' })
  await expect(editor).toBeVisible()
  await expect(page.locator('.monaco-editor')).toContainText('Europe/Berlin')
  await page.getByRole('radio', { name: 'Table' }).press('Space')

  await page.getByRole('button', { name: 'Save as profile…' }).press('Enter')
  await page.getByRole('textbox', { name: 'Name' }).fill('Doors')
  await page.getByRole('textbox', { name: 'Name' }).press('Enter')
  await expect(page.getByText('Saved: profile Doors')).toBeVisible()
  await pressWhenReady(page.getByRole('button', { name: 'Import', exact: true }))
  const sources = page.getByRole('grid', { name: 'Evidence files' })
  await expect(sources.getByRole('row', { name: /doors/ })).toContainText('Europe/Berlin', {
    timeout: 120_000,
  })

  await addByKeys(page, 'a', join(face.folder, 'march.csv'))
  await expect(page.getByText('Looks like profile Doors: 3 of 3 columns')).toBeVisible()
  await page.getByRole('button', { name: 'Use it: profile Doors' }).press('Enter')
  await expect(page.getByText('Nothing is asked')).toBeVisible()
  await pressWhenReady(page.getByRole('button', { name: 'Import', exact: true }))
  await expect(sources.getByRole('row', { name: /march/ })).toContainText('Europe/Berlin', {
    timeout: 120_000,
  })
})
