/** The built window's files: served with every security header, and nothing outside their folder. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAssets } from '../../../main/faces/assets.ts'
import { contentPolicy } from '../../../main/faces/policy.ts'

const folder = mkdtempSync(join(tmpdir(), 'assets-'))
const root = join(folder, 'renderer')
mkdirSync(join(root, 'assets'), { recursive: true })
writeFileSync(join(root, 'index.html'), '<!doctype html>page')
writeFileSync(join(root, 'assets/app-1a2b.js'), 'script')
writeFileSync(join(folder, 'secret.txt'), 'secret')
const assets = createAssets(root, () => contentPolicy())
const ask = (path: string, method = 'GET') => assets(new Request(`app://tribunal${path}`, { method }))

test('the page and its scripts come with their types', async () => {
  const page = await ask('/')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(await page.text()).toContain('page')
  const script = await ask('/assets/app-1a2b.js')
  expect(script.headers.get('content-type')).toContain('javascript')
  expect(script.headers.get('cache-control')).toContain('immutable')
})

test('every answer carries the headers, refusals too', async () => {
  for (const path of ['/', '/no-such', '/..%2fsecret.txt']) {
    const { headers } = await ask(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    const policy = headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  }
})

test('a path out of the folder is refused, however it is written', async () => {
  const tries = [
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00',
    '/%ff',
  ]
  for (const path of tries) {
    const answer = await ask(path)
    expect([403, 404], path).toContain(answer.status)
    expect(await answer.text(), path).not.toContain('secret')
  }
})

test('no path whatever leads out of the folder', async () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '/',
    '\\',
    '%5c',
    'secret.txt',
    'assets',
    '%00',
    '//',
    'renderer',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const answer = await ask(`/${pieces.join('')}`)
      expect(await answer.text()).not.toBe('secret')
    }),
  )
})

test('only reading is allowed', async () => {
  expect((await ask('/', 'POST')).status).toBe(405)
  const head = await ask('/', 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
})
