/** The tools of the Events page: fields and their values, two fields against each other, the word index; and clocks set right. */
import type { Page } from 'playwright/test'
import { expectNothingSerious } from './axe.ts'
import { smallPractice } from './cases.ts'
import { expect, test } from './face.ts'
import { openCase, visit } from './steps.ts'

const ALL = 3000

test.beforeEach(async ({ app: page, face }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openCase(page, smallPractice(face.folder, ALL))
})

/** A number as the window prints it. */
const numberIn = (text: string): number => Number(/[\d,]+/.exec(text)![0].replaceAll(',', ''))

/** Events that the page shows of all, once it shows these. */
async function expectMatched(page: Page, count: number): Promise<void> {
  const shown = (number: number): string => number.toLocaleString('en-US')
  const text = count === ALL ? shown(ALL) : `${shown(count)} of ${shown(ALL)}`
  await expect(page.getByRole('main').getByText(text, { exact: true })).toBeVisible()
}

test('a value goes into the filter or is left out, by mouse and by keys', async ({ app: page }) => {
  await visit(page, 'Events')
  await expectMatched(page, ALL)
  const fields = page.getByRole('region', { name: 'Fields' })
  const only = fields.getByRole('button', { name: /, only such events$/ })
  await expect(only.first()).toBeVisible()
  await expectNothingSerious(page, 'Fields')

  const found = numberIn((await only.first().innerText()).split('\n').at(-1)!)
  await only.first().click()
  await expect(page).toHaveURL(/filter=/)
  await expectMatched(page, found)
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expectMatched(page, ALL)
  await only.first().press('Shift+Enter')
  await expect(page).toHaveURL(/filter=-/)
  await expectMatched(page, ALL - found)
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expectMatched(page, ALL)

  const find = fields.getByRole('textbox', { name: 'Find a field' })
  await find.fill('no field is called so')
  await expect(fields.getByText('No field is called so')).toBeVisible()
  await find.fill('')
  await find.press('ArrowDown')
  const first = fields.getByRole('button', { name: /^host/ }).first()
  await expect(first).toBeFocused()
  await first.press('ArrowLeft')
  await expect(first).toHaveAttribute('aria-expanded', 'false')
  await page.locator('body').press('f')
  await expect(fields).toBeHidden()
})

test('a cell of the cross table leads to its events', async ({ app: page }) => {
  await visit(page, 'Events')
  await page.locator('body').press('x')
  const dialog = page.getByRole('dialog', { name: 'Cross table' })
  await expect(dialog.getByText('3,000 events')).toBeVisible()
  await expectNothingSerious(page, 'Cross table')
  // By a column of its own: `user` in a filter means any account of an event, in any spelling.
  await dialog.getByRole('combobox', { name: 'Across' }).fill('Channel')
  await page.getByRole('option', { name: 'Channel', exact: true }).click()
  await expect(dialog.getByRole('columnheader', { name: 'Security' })).toBeVisible()
  const cell = dialog.getByRole('button', { name: /: [\d,]+ events$/ }).first()
  await expect(dialog.getByRole('columnheader').nth(1)).toHaveText('all')
  await expect(dialog.getByText('3,000 events')).toBeVisible()
  const name = (await cell.getAttribute('aria-label'))!
  await cell.click()
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/filter=host.*Channel/)
  await expectMatched(page, numberIn(name.split(': ').at(-1)!))
})

test('a word index is made, and goes again', async ({ app: page }) => {
  await visit(page, 'Events')
  await page.getByRole('button', { name: 'Word index' }).click()
  const dialog = page.getByRole('dialog', { name: 'Word index' })
  const row = dialog.getByRole('row', { name: /events\.ndjson/ })
  await expect(row).toContainText('none; at most about')
  await expectNothingSerious(page, 'Word index')
  await row.getByRole('button', { name: 'Make' }).click()
  await expect(row.getByRole('button', { name: 'Remove' })).toBeEnabled({ timeout: 120_000 })
  await expect(row).not.toContainText('none; at most about')
  await row.getByRole('button', { name: 'Remove' }).click()
  await expect(row).toContainText('none; at most about')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('a clock is set right, and taken back', async ({ app: page }) => {
  const clocks = page.getByRole('region', { name: 'Clocks' })
  await clocks.getByRole('combobox', { name: 'Host' }).fill('WS-101')
  await page.getByRole('option', { name: 'WS-101', exact: true }).click()
  const add = clocks.getByRole('textbox', { name: 'Add' })
  const set = clocks.getByRole('button', { name: 'Set', exact: true })
  await add.fill('soon')
  await expect(set).toBeDisabled()
  await add.fill('-2m30s')
  await clocks.getByRole('textbox', { name: 'Why' }).fill('domain controller was fast')
  await set.click()
  const line = clocks.getByRole('listitem').filter({ hasText: 'WS-101' })
  await expect(line).toContainText('domain controller was fast')
  await expect(add).toHaveValue('')
  await expectNothingSerious(page, 'Clocks')

  await visit(page, 'Events')
  await page.goto(`${page.url().split('?')[0]}?filter=host%3AWS-101`)
  await expect(page.getByText(/^[\d,]+ of 3,000$/)).toBeVisible()
  await page.getByRole('grid', { name: 'Events' }).getByRole('row').nth(2).click()
  await expect(page.getByText(/clock set right by .*recorded as/)).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: /^Case/ }).first().click()
  await line.getByRole('button', { name: 'Take back' }).click()
  await expect(clocks.getByText('All times are as recorded.')).toBeVisible()
})
