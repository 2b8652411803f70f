/** Promises of the window: no serious accessibility findings, light and dark, small and zoomed; errors are said. */
import { join } from 'node:path'
import { expectNothingSerious } from './axe.ts'
import { expect, test } from './face.ts'
import { chooseFile, practice, settled, visit } from './steps.ts'

const PAGES = ['Evidence', 'Events', 'Labeling', 'Experiments', 'Experts', 'Evaluation', 'Report', 'Custody']

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any page, ${scheme}`, async ({ app: page }) => {
    await expectNothingSerious(page, 'Start', [scheme])
    await practice(page)
    await expectNothingSerious(page, 'Case', [scheme])
    for (const title of PAGES) {
      await visit(page, title)
      await expectNothingSerious(page, title, [scheme])
    }
  })
}

test('at 1280×800 and 200 % zoom nothing leaves the window sideways', async ({ app: page }) => {
  await practice(page)
  for (const size of [
    { width: 1280, height: 800 },
    { width: 640, height: 400 },
  ]) {
    await page.setViewportSize(size)
    for (const title of PAGES) {
      await visit(page, title)
      await settled(page)
      const wide = page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect.soft(await wide, `${title} at ${size.width}`).toBeLessThanOrEqual(0)
    }
  }
})

test('a case that is not there is said with what to do', async ({ app: page, face }) => {
  await page.getByRole('button', { name: /Open a case/ }).click()
  await chooseFile(page, join(face.folder, 'missing.tribunal'))
  await expect(page.getByText('The case did not open')).toBeVisible()
})

test('the server refuses a page without its token', async ({ face, browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const answer = await page.goto(new URL('/', face.url).href)
  expect(answer?.status()).toBeGreaterThanOrEqual(400)
  await context.close()
})
