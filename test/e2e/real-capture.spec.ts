/**
 * The main job on a real capture, in the built window: 36,563 Windows events of 492 Atomic Red Team tests, with the
 * execution log as the alert list. Skipped where the capture is not at hand.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright/test'
import { expect, test } from './face.ts'
import { chooseFile, newCase, visit } from './steps.ts'

const captures = resolve(import.meta.dirname, '../../../shared/data/atomic_evtx')

async function add(page: Page, file: string, button: string): Promise<void> {
  await page.getByRole('button', { name: 'Add files' }).first().click()
  await chooseFile(page, resolve(captures, file))
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Evidence files' }).getByText(file)).toBeVisible({
    timeout: 120_000,
  })
}

test('real capture (needs real captures): import, label by tactic, run, report', async ({
  app: page,
  face,
}) => {
  test.skip(!existsSync(captures), 'the real captures are not here')
  await newCase(page, face.folder, 'atomic')
  await visit(page, 'Evidence')
  await add(page, 'events.ndjson.gz', 'Import')
  await add(page, 'execution_log.csv', 'Import as alerts')
  await expect(page.getByRole('grid', { name: 'Evidence files' }).getByText('36,563').first()).toBeVisible()

  await visit(page, 'Labeling')
  for (const side of ['Before', 'After']) {
    await page.getByRole('textbox', { name: `${side} the alert` }).fill('60s')
    await page.getByRole('textbox', { name: `${side} the alert` }).press('Enter')
  }
  await page.getByText('tactic', { exact: true }).click()
  for (const [name, events] of [
    ['defense-evasion', '5,553'],
    ['discovery', '5,147'],
    ['credential-access', '2,303'],
    ['privilege-escalation', '1,994'],
  ])
    await expect(page.getByText(events!).first(), name).toBeVisible()
  await expect(page.getByText('19,620').first()).toBeVisible()
  await page.getByRole('button', { name: 'Lock this rule' }).click()
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByText(/^Locked: /)).toBeVisible()

  await visit(page, 'Experiments')
  await expect(page.getByRole('row', { name: /label\.test.*label/ })).toContainText('no')
  await page.getByRole('button', { name: 'Run', exact: true }).first().click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('link', { name: 'Evaluation' })).toBeVisible({ timeout: 300_000 })

  await visit(page, 'Report')
  await page.getByRole('button', { name: 'Write report' }).click()
  const report = page.frameLocator('iframe[title^="Report"]')
  await expect(report.getByRole('heading', { name: /Did E1 collapse/ })).toBeAttached({ timeout: 120_000 })
})
