/**
 * `npm run screenshots`: takes the pictures of README and user guide from the built window, on a fresh practice case with one
 * run and one report. Light and dark, 1440 × 900. `-- labeling` takes only the pages whose name begins so.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright'
import { findChromium } from './chromium.ts'

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

async function serve(casePath: string, data: string): Promise<{ url: string; stop: () => void }> {
  const env = { ...process.env, TRIBUNAL_NO_BROWSER: '1', TRIBUNAL_DATA: data }
  const server = spawn(process.execPath, [bin, 'serve', casePath], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await new Promise<string>((done) => {
    const hear = (chunk: Buffer): void => {
      const match = /http:\/\/\S+/.exec(String(chunk))
      if (match) done(match[0])
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
  })
  return { url, stop: () => server.kill() }
}

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
const face = await serve(join(folder, 'demo/demo.tribunal'), join(folder, 'data'))
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
face.stop()
rmSync(folder, { recursive: true, force: true })
