/** The browser face's server, by real requests: who gets in, what they get, and what happens when the wire breaks. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Platform } from '../../../main/api/platform.ts'
import { Workspace } from '../../../main/api/workspace.ts'
import { type Running, startServer } from '../../../main/faces/browser/server.ts'
import { forkNode } from '../../../main/jobs/child.ts'
import { type Client, clientOver } from '../../../preload/client/connect.ts'
import { problemOf } from '../../../preload/client/problem-of.ts'
import { type LinkState, socketLink } from '../../../preload/client/socket.ts'

const folder = mkdtempSync(join(tmpdir(), 'server-'))
const platform: Platform = {
  face: 'browser',
  dataPath: folder,
  nativeDialogs: false,
  pick: () => Promise.resolve(null),
  forkEngine: () => forkNode(join(import.meta.dirname, '../../../main/jobs/engine-process.ts')),
}
const bugs: unknown[] = []
let workspace: Workspace
let running: Running
let port: number
let cookie: string

beforeAll(async () => {
  mkdirSync(join(folder, 'renderer'))
  writeFileSync(join(folder, 'renderer/index.html'), 'the page')
  workspace = new Workspace(platform)
  const assets = join(folder, 'renderer')
  running = await startServer({ workspace, assets, port: 0, note: (error) => bugs.push(error) })
  port = Number(new URL(running.url).port)
  cookie = (await ask(running.url.slice(running.url.indexOf('/?')))).cookie
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await running.close()
  workspace.shutDown()
  expect(bugs).toEqual([])
})

interface Answer {
  status: number
  cookie: string
  headers: Record<string, unknown>
  text: string
}
/** `fetch` would not let a Host header be set. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      reply.on('end', () => {
        const set = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
        resolve({ status: reply.statusCode ?? 0, cookie: set, headers: reply.headers, text })
      })
    })
    asked.on('error', reject).end()
  })
}

test('the printed address starts a session and leads to the page without the token in it', async () => {
  const answer = await ask(running.url.slice(running.url.indexOf('/?')))
  expect([answer.status, answer.headers['location']]).toEqual([303, '/'])
  expect(String(answer.headers['set-cookie'])).toContain('HttpOnly; SameSite=Strict')
  const page = await ask('/', { cookie })
  expect([page.status, page.text]).toEqual([200, 'the page'])
  expect(String(page.headers['content-security-policy'])).toContain(
    `connect-src 'self' ws://127.0.0.1:${port};`,
  )
})

test('without token or session there is nothing but a hint', async () => {
  for (const path of ['/', '/index.html', '/?token=', '/?token=wrong']) {
    const answer = await ask(path)
    expect([answer.status, answer.cookie], path).toEqual([401, ''])
    expect(answer.text).toContain('?token=')
    expect(answer.text).not.toContain('the page')
  }
})

test('a name that merely resolves to this machine is refused, session or not', async () => {
  for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`])
    expect((await ask('/', { host, cookie })).status, host).toBe(403)
  expect((await ask('/', { host: `localhost:${port}`, cookie })).status).toBe(200)
})

test('odd requests are answered, not served', async () => {
  expect((await ask('//evil.example/', { cookie })).status).toBe(404)
  expect((await ask('/..%2f..%2fetc/passwd', { cookie })).status).toBe(403)
  expect((await ask('/', { cookie }, 'POST')).status).toBe(405)
  expect((await ask('/', { cookie }, 'DELETE')).status).toBe(405)
})

const own = (): Record<string, string> => ({ origin: `http://127.0.0.1:${port}`, cookie })

/** How the server answers a WebSocket request: `open`, or the status with which it refuses. */
function knock(headers: Record<string, string>, path = '/wire'): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
    socket.on('open', () => {
      socket.close()
      resolve('open')
    })
    socket.on('unexpected-response', (_request, reply) => resolve(String(reply.statusCode)))
    socket.on('error', () => resolve('error'))
  })
}

test('a WebSocket needs session, own origin, own host and the right path', async () => {
  expect(await knock(own())).toBe('open')
  expect(await knock({ ...own(), cookie: '' })).toBe('403')
  expect(await knock({ ...own(), cookie: `${cookie}x` })).toBe('403')
  expect(await knock({ ...own(), origin: 'http://evil.example' })).toBe('403')
  expect(await knock({ ...own(), origin: `http://127.0.0.1:${port + 1}` })).toBe('403')
  expect(await knock({ cookie })).toBe('403')
  expect(await knock({ cookie, host: 'evil.example', origin: 'http://evil.example' })).toBe('403')
  expect(await knock(own(), '/elsewhere')).toBe('403')
})

const opened: WebSocket[] = []
/** The page's client, on a WebSocket that brings what a browser would bring by itself. */
function pageClient(states: LinkState[] = []): Client {
  class PageSocket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: own() })
      opened.push(this)
    }
  }
  vi.stubGlobal('WebSocket', PageSocket)
  return clientOver(socketLink(`ws://127.0.0.1:${port}/wire`, (state) => states.push(state)))
}

test('calls go through, and problems come back whole', async () => {
  const client = pageClient()
  expect(await client.app.info({})).toMatchObject({ face: 'browser', nativeDialogs: false })
  expect(await client.cases.current({})).toBeNull()
  const missing = await client.cases.open({ path: '/no/such.tribunal' }).catch(problemOf)
  expect(missing).toMatchObject({ code: 'case-missing', where: { file: '/no/such.tribunal' } })
  const none = await client.evidence.list({}).catch(problemOf)
  expect(none).toMatchObject({ code: 'no-case', advice: expect.any(String) as string })
})

test('the schemas are checked before a call leaves the page', async () => {
  const refused = await pageClient().events.page({ limit: 5000 }).catch(problemOf)
  expect(refused).toMatchObject({ code: 'invalid-input', where: { field: 'limit' } })
})

test('a case made over the wire is open, summed up and remembered', async () => {
  const client = pageClient()
  const path = join(folder, 'wire.tribunal')
  expect(await client.cases.create({ path })).toMatchObject({ path, events: 0, practice: false })
  expect(await client.cases.current({})).toMatchObject({ path })
  expect(await client.custody.log({})).toMatchObject({ intact: true, total: 1 })
  expect((await client.cases.recent({}))[0]).toMatchObject({ path, exists: true })
  const again = await client.cases.create({ path }).catch(problemOf)
  expect(again).toMatchObject({ code: 'case-exists' })
  // A failed open leaves the open case open.
  expect(await client.cases.current({})).toMatchObject({ path })
  await client.cases.close({})
  expect(await client.cases.current({})).toBeNull()
})

test('a broken wire is told, and mended by the next call', async () => {
  const states: LinkState[] = []
  const client = pageClient(states)
  await client.app.info({})
  opened.at(-1)!.terminate()
  await vi.waitFor(() => expect(states).toEqual(['online', 'offline']))
  await client.app.info({})
  expect(states).toEqual(['online', 'offline', 'online'])
})

test('with no server there, calls say so', async () => {
  vi.stubGlobal('WebSocket', WebSocket)
  const client = clientOver(socketLink('ws://127.0.0.1:1/wire', () => {}))
  const told = await client.app.info({}).catch(problemOf)
  expect(told).toMatchObject({ code: 'not-connected', advice: expect.any(String) as string })
})

test('a port in use is told as a problem', async () => {
  const again = startServer({ workspace, assets: folder, port, note: () => {} })
  await expect(again).rejects.toMatchObject({ code: 'port-taken' })
})
