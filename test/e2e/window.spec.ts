/** Promises of the window: no serious accessibility findings, light and dark, small and zoomed; errors are said. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'
import { expect, test, visit } from './face.ts'

const PAGES = [
  'Case',
  'Evidence',
  'Events',
  'Labeling',
  'Experiments',
  'Experts',
  'Evaluation',
  'Report',
  'Custody',
]

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').exclude('.monaco-editor').analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`)
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any page, ${scheme}`, async ({ app: page }) => {
    // Half-shown, a fading tip has too little contrast: what is looked at must stand still.
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    expect(await serious(page)).toEqual([])
    await page.getByRole('button', { name: /Practice case/ }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Practice case' })).toBeVisible({
      timeout: 60_000,
    })
    for (const title of PAGES.slice(1)) {
      await visit(page, title)
      await page.waitForLoadState('networkidle')
      expect.soft(await serious(page), title).toEqual([])
    }
  })
}

test('at 1280×800 and 200 % zoom nothing leaves the window sideways', async ({ app: page }) => {
  await page.getByRole('button', { name: /Practice case/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Practice case' })).toBeVisible({
    timeout: 60_000,
  })
  for (const size of [
    { width: 1280, height: 800 },
    { width: 640, height: 400 },
  ]) {
    await page.setViewportSize(size)
    for (const title of PAGES.slice(1)) {
      await visit(page, title)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect.soft(wide, `${title} at ${size.width}`).toBeLessThanOrEqual(0)
    }
  }
})

test('a case that is not there is said with what to do', async ({ app: page, face }) => {
  await page.getByRole('button', { name: /Open a case/ }).click()
  await page.getByRole('textbox', { name: 'Path' }).fill(join(face.folder, 'missing.tribunal'))
  await page.getByRole('button', { name: 'Go' }).click()
  await expect(page.getByText('The case did not open')).toBeVisible()
})

test('the server refuses a page without its token', async ({ face, browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const answer = await page.goto(new URL('/', face.url).href)
  expect(answer?.status()).toBeGreaterThanOrEqual(400)
  await context.close()
})
