/** The main job in the built window: practice case → label → train → evaluate → report, as a person does it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './face.ts'
import { chooseFolder, practice, visit } from './steps.ts'

test('practice case, label, train, evaluate, report', async ({ app: page, face }) => {
  await practice(page)
  await expect(page.getByText('80,000').first()).toBeVisible()

  await visit(page, 'Evidence')
  await expect(page.getByRole('grid').getByText('events.ndjson.gz').first()).toBeVisible()

  await visit(page, 'Events')
  await expect(page.getByRole('grid').getByRole('row').nth(5)).toBeVisible()
  await page.getByRole('grid').getByRole('row').nth(3).click()
  await expect(page.getByText('hash as they did at import')).toBeVisible()
  await page.keyboard.press('Escape')

  await visit(page, 'Labeling')
  await expect(page.getByText('labels of this rule computed in')).toBeVisible()
  await page.getByText('last saw').click()
  await page.getByRole('textbox', { name: 'After the alert' }).fill('3m')
  await page.getByRole('textbox', { name: 'After the alert' }).press('Enter')
  await page.getByRole('button', { name: 'Lock this rule' }).click()
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByText(/^Locked: /)).toBeVisible()

  await visit(page, 'Experiments')
  await page.getByRole('button', { name: 'Run', exact: true }).first().click()
  await expect(page.getByText('Trained imbalanced').first()).toBeVisible({ timeout: 180_000 })
  // In the details of the run that has ended; the rail has a link of that name at all times.
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('link', { name: 'Evaluation' })).toBeVisible({ timeout: 300_000 })

  await visit(page, 'Experts')
  await expect(page.getByRole('slider').first()).toBeVisible()

  await visit(page, 'Evaluation')
  for (const protocol of ['E1', 'E2', 'E3'])
    await expect(page.getByRole('heading', { level: 2, name: new RegExp(`^${protocol} `) })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Macro F1/ })).toBeVisible()
  await page.getByRole('button', { name: /^benign called benign/ }).click()
  await expect(page.getByText(/test events/).first()).toBeVisible()

  await visit(page, 'Report')
  await page.getByLabel('Notes').fill('Written by the end-to-end test. <script>alert(1)</script>')
  await page.getByRole('button', { name: 'Write report' }).click()
  const report = page.frameLocator('iframe[title^="Report"]')
  await expect(report.getByText('Written by the end-to-end test.')).toBeVisible({ timeout: 120_000 })
  await expect(report.getByRole('heading', { name: /Did E1 collapse/ })).toBeAttached()

  await page.getByRole('button', { name: 'Verify case' }).click()
  await expect(page.getByText(/^all \d+ checks match$/)).toBeVisible({ timeout: 120_000 })

  await page.getByRole('button', { name: 'Save HTML and JSON' }).click()
  await chooseFolder(page, face.folder)
  await expect(page.getByText('Report saved')).toBeVisible()
  const saved = JSON.parse(readFileSync(join(face.folder, 'report.json'), 'utf8')) as { notes: string }
  expect(saved.notes).toContain('end-to-end test')
  expect(existsSync(join(face.folder, 'report.html'))).toBe(true)

  await visit(page, 'Custody')
  await expect(page.getByText(/chain intact over/)).toBeVisible()
})
