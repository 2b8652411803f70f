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

/**
 * For whoever looks for races: every message of the services comes that many milliseconds late (TRIBUNAL_E2E_LATE), and the
 * page computes that many times slower (TRIBUNAL_E2E_SLOWER).
 */
async function hinder(page: Page): Promise<void> {
  const late = Number(process.env['TRIBUNAL_E2E_LATE'] ?? 0)
  const rate = Number(process.env['TRIBUNAL_E2E_SLOWER'] ?? 1)
  if (late > 0)
    await page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((message) => server.send(message))
      server.onMessage((message) => setTimeout(() => socket.send(message), late))
    })
  if (rate > 1) {
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate })
  }
}

export const test = base.extend<{ face: Face; app: Page }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures a fixture needs from this pattern
  face: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-e2e-'))
    const face: Face = { folder, ...(await serve(folder)) }
    await use(face)
    const ended = new Promise((done) => face.server.once('exit', done))
    // One that is gone already never says so again.
    if (face.server.kill('SIGTERM')) await ended
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  app: async ({ page, face }, use) => {
    const complaints = watch(page, new URL(face.url).origin)
    await hinder(page)
    await page.goto(face.url)
    await use(page)
    expect(complaints).toEqual([])
  },
})

export { expect }
