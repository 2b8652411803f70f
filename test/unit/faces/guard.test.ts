/** Who may talk to the browser face. */
import { expect, test } from 'vitest'
import { createGuard } from '../../../main/faces/browser/guard.ts'

const cookieOf = (guard: { cookie: string }): string => guard.cookie.split(';')[0]!

test('the Host header must name this machine', () => {
  const guard = createGuard()
  for (const host of ['127.0.0.1:4000', 'localhost:4000', 'localhost', 'LOCALHOST:1', '[::1]:4000'])
    expect(guard.knowsHost({ host }), host).toBe(true)
  for (const host of [
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'localhost.evil.example:80',
    '10.0.0.1',
    '',
    undefined,
  ])
    expect(guard.knowsHost(host === undefined ? {} : { host }), host).toBe(false)
})

test('a WebSocket must come from a page of this very address', () => {
  const guard = createGuard()
  const host = '127.0.0.1:4000'
  expect(guard.knowsOrigin({ host, origin: 'http://127.0.0.1:4000' })).toBe(true)
  for (const origin of [
    'http://127.0.0.1:4001',
    'http://localhost:4000',
    'https://127.0.0.1:4000',
    'http://evil.example',
    'null',
  ])
    expect(guard.knowsOrigin({ host, origin }), origin).toBe(false)
  expect(guard.knowsOrigin({ host })).toBe(false)
})

test('the session is the cookie that was given, and no other', () => {
  const guard = createGuard()
  const other = createGuard()
  expect(guard.cookie).toMatch(/HttpOnly; SameSite=Strict; Path=\/$/)
  expect(guard.knowsSession({ cookie: cookieOf(guard) })).toBe(true)
  expect(guard.knowsSession({ cookie: `a=b; ${cookieOf(other)}; ${cookieOf(guard)}` })).toBe(true)
  for (const cookie of [cookieOf(other), `${cookieOf(guard)}x`, '', cookieOf(guard).split('=')[0]!])
    expect(guard.knowsSession({ cookie }), cookie).toBe(false)
  expect(guard.knowsSession({})).toBe(false)
})

test('tokens are long, different each time, and compared whole', () => {
  const [one, two] = [createGuard(), createGuard()]
  expect(one.token).toMatch(/^[\w-]{32}$/)
  expect(one.token).not.toBe(two.token)
  expect(one.knowsToken(one.token)).toBe(true)
  for (const token of [two.token, one.token.slice(0, -1), `${one.token}a`, '', null])
    expect(one.knowsToken(token)).toBe(false)
})
