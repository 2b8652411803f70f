/**
 * `node test/bench/live.ts [CASE] [--pictures FOLDER]`: how long the numbers of the Labeling page take to follow a slider. Makes a case of 1.2 M events and
 * 5,000 alerts (or opens the given one), opens the built window on it in Chromium (`npm run build` first), and moves a slider
 * step by step: from the key to the frame that shows other numbers. With a folder, pictures of the page on that case go there.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright'
import { findChromium } from '../tools/chromium.ts'
import { serve } from '../tools/serve.ts'
import { accountAlerts, accounts, writeCapture } from './captures.ts'
import { median } from './rows.ts'

const EVENTS = 1_200_000
const ALERTS = 5000
const STEPS = 40
const root = resolve(import.meta.dirname, '../..')
const bin = join(root, 'main/faces/terminal/bin.ts')

/** Makes the case in a folder. @returns its path */
async function makeCase(folder: string): Promise<string> {
  const [events, alerts, path] = ['events.csv', 'alerts.csv', 'live.tribunal'].map((name) =>
    join(folder, name),
  )
  await writeCapture(events!, accounts(EVENTS))
  writeFileSync(alerts!, accountAlerts(ALERTS))
  for (const words of [
    ['new', path!],
    ['import', path!, events!],
    ['alerts', path!, alerts!],
  ])
    execFileSync(process.execPath, [bin, ...words], { stdio: 'ignore' })
  return path!
}

/** Milliseconds from a key on the slider to the frame after the numbers changed. Runs in the page. */
async function oneStep(key: string): Promise<number> {
  const slider = document.querySelectorAll<HTMLElement>('[role="slider"]')[1]!
  const numbers = document.querySelector('[data-stale]')!
  const before = numbers.textContent
  const started = performance.now()
  return await new Promise<number>((done, fail) => {
    const timer = setTimeout(() => fail(new Error('the numbers did not change within 5 s')), 5000)
    const watcher = new MutationObserver(() => {
      if (numbers.textContent === before) return
      watcher.disconnect()
      clearTimeout(timer)
      // The frame that paints the change has been painted when the one after it begins.
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)))
    })
    watcher.observe(numbers, { subtree: true, childList: true, characterData: true })
    slider.focus()
    slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  })
}

async function follow(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < STEPS; i++) {
    times.push(await page.evaluate(oneStep, i % 8 < 4 ? 'ArrowRight' : 'ArrowLeft'))
    // As a hand rests between two steps: what follows the slider more slowly (strips) is let to do so.
    await page.waitForTimeout(i % 2 === 0 ? 30 : 250)
  }
  return times
}

/** Pictures of some views, light and dark. */
async function pictures(chrome: Browser, url: string, images: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    const page = await chrome.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: scheme })
    await page.goto(url)
    for (const view of ['outcome', 'sweep']) {
      await page.evaluate((hash) => (location.hash = hash), `#/labeling?view=${view}`)
      await page.locator('[data-stale="false"]').waitFor({ timeout: 60_000 })
      if (view === 'sweep') await page.getByText('resamplings').waitFor({ timeout: 120_000 })
      await page.waitForTimeout(2000)
      await page.screenshot({ path: join(images, `labeling-million-${view}-${scheme}.png`) })
    }
    await page.close()
  }
}

const { values, positionals } = parseArgs({
  options: { pictures: { type: 'string' } },
  allowPositionals: true,
})
const given = positionals[0]
const browser = findChromium()
if (browser.path === null) throw new Error(browser.reason)
const folder = mkdtempSync(join(tmpdir(), 'tribunal-live-'))
const path = given === undefined ? await makeCase(folder) : resolve(given)
const face = await serve(folder, resolve(path))
const chrome = await chromium.launch({
  executablePath: browser.path,
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } })
await page.goto(face.url)
await page.getByRole('heading', { name: 'Case' }).first().waitFor()
await page.waitForTimeout(1500)
const opened = performance.now()
await page.evaluate(() => (location.hash = '#/labeling'))
await page.locator('[data-stale="false"]').waitFor({ timeout: 60_000 })
console.log(`Labeling page: ${Math.round(performance.now() - opened)} ms until the first numbers`)
await page.waitForTimeout(1500)
const times = (await follow(page)).sort((a, b) => a - b)
const shown = (ms: number): string => `${ms.toFixed(0)} ms`
console.log(
  `slider to painted numbers, ${STEPS} steps: median ${shown(median(times))}, 90 % ${shown(times[Math.floor(STEPS * 0.9)]!)}, worst ${shown(times.at(-1)!)}`,
)
if (values.pictures !== undefined) await pictures(chrome, face.url, resolve(values.pictures))
await chrome.close()
face.server.kill()
rmSync(folder, { recursive: true, force: true })
process.exitCode = median(times) < 50 ? 0 : 1
