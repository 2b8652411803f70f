/** Export on the Events page: what is filtered is what is written, and a file that is there is replaced only when asked. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { expect, test } from './face.ts'
import { chooseFolder, practice, visit } from './steps.ts'

async function exportTo(page: Page, folder: string, label: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: label }).click()
  await chooseFolder(page, folder)
  const dialog = page.getByRole('dialog', { name: /^Export [\d,]+ events$/ })
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
}

test('the filtered events go into a file, once', async ({ app: page, face }) => {
  await practice(page)
  await visit(page, 'Events')
  await page.goto(`${page.url().split('?')[0]}?filter=host%3AWS-10*`)
  await expect(page.getByText(/^[\d,]+ of 80,000$/)).toBeVisible()
  const matched = Number(
    (await page.getByText(/^[\d,]+ of 80,000$/).innerText()).split(' ')[0]!.replaceAll(',', ''),
  )
  await exportTo(page, face.folder, /^CSV/)
  await expect(page.getByText(/events exported$/)).toBeVisible({ timeout: 30_000 })
  const lines = readFileSync(join(face.folder, 'events.csv'), 'utf8').split('\n')
  expect(lines.length - 2).toBe(matched)

  await exportTo(page, face.folder, /^CSV/)
  const replace = page.getByRole('button', { name: 'Replace', exact: true })
  await expect(replace).toBeVisible({ timeout: 30_000 })
  await replace.click()
  await expect(replace).toBeHidden({ timeout: 30_000 })
})
