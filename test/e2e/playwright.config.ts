/** End-to-end tests: the built window on the browser face, with the real services, in a real browser. */
import { defineConfig } from 'playwright/test'
import { findChromium } from '../tools/chromium.ts'

const browser = findChromium()

export default defineConfig({
  testDir: '.',
  timeout: 420_000,
  expect: { timeout: 40_000 },
  workers: 1,
  retries: 1,
  outputDir: '../../test-results',
  use: {
    // What does not react by then is named, instead of the whole test being too slow.
    actionTimeout: 60_000,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure-and-retries',
    launchOptions: {
      ...(browser.path && { executablePath: browser.path }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
