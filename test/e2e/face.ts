/**
 * The browser face as a fixture: the real services in a process of their own, a page that is watched. A test fails when the
 * page logs an error, breaks its policy, or asks for anything outside its own origin.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from 'playwright/test'
import { serve, type Served } from '../tools/serve.ts'

export interface Face extends Served {
  /** Scratch folder of this test. */
  folder: string
}

/** The driver looks into the report's frame by scripts of its own; that they are blocked there is as it should be. */
const sandboxed =
  /^Blocked script execution in '(about:blank|blob:[^']+)' because the document's frame is sandboxed/

/** Complaints of a page, as they come. */
function watch(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !sandboxed.test(message.text()))
      complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(`off-site: ${url}`)
  })
  return complaints
}

export const test = base.extend<{ face: Face; app: Page }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures a fixture needs from this pattern
  face: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-e2e-'))
    const face: Face = { folder, ...(await serve(folder)) }
    await use(face)
    face.server.kill('SIGTERM')
    await new Promise((done) => face.server.once('exit', done))
    rmSync(folder, { recursive: true, force: true })
  },
  app: async ({ page, face }, use) => {
    const complaints = watch(page, new URL(face.url).origin)
    await page.goto(face.url)
    await use(page)
    expect(complaints).toEqual([])
  },
})

export { expect }

/** Goes to a page of the window by its entry on the rail. */
export async function visit(page: Page, title: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${title}`) })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}
