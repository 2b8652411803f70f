/**
 * `npm run screenshots`: takes the pictures of README and user guide from the built window, on a fresh practice case with one
 * run and one report. Light and dark, 1440 × 900. `-- labeling` takes only the pages whose name begins so.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright'
import { findChromium } from './chromium.ts'
import { serve } from './serve.ts'

const root = resolve(import.meta.dirname, '../..')
const bin = join(root, 'main/faces/terminal/bin.ts')
const images = join(root, 'docs/images')
const pages = [
  'case',
  'evidence',
  'events',
  'labeling',
  'labeling?view=sweep',
  'labeling?view=searches',
  'labeling?view=suspects',
  'labeling?view=clocks',
  'experiments',
  'experts',
  'evaluation',
  'report',
]

async function shoot(page: Page, id: string, scheme: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/${id}`)
  await page.waitForLoadState('networkidle')
  // Figures and editors draw after their data; nothing says when the last one is done.
  await page.waitForTimeout(2500)
  await page.screenshot({ path: join(images, `${id.replace('?view=', '-')}-${scheme}.png`) })
}

const wanted = process.argv[2] ?? ''
const browser = findChromium()
if (browser.path === null) throw new Error(browser.reason)
const folder = mkdtempSync(join(tmpdir(), 'tribunal-shots-'))
execFileSync(process.execPath, [bin, 'demo', '--out', join(folder, 'demo')], { stdio: 'inherit' })
// Labels are ranked beforehand, so that the queue of suspects has something to show.
execFileSync(process.execPath, [bin, 'suspects', join(folder, 'demo/demo.tribunal')], { stdio: 'inherit' })
const face = await serve(folder, join(folder, 'demo/demo.tribunal'))
const chrome = await chromium.launch({
  executablePath: browser.path,
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const scheme of ['light', 'dark'] as const) {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: scheme })
  await page.goto(face.url)
  for (const id of pages.filter((one) => one.startsWith(wanted))) await shoot(page, id, scheme)
}
await chrome.close()
face.server.kill()
rmSync(folder, { recursive: true, force: true })
