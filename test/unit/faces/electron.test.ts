/** Electron's security list, one by one, on the real code with a stub in Electron's place. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LinkMessagePortClient } from '@orpc/client/message-port'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Workspace } from '../../../main/api/workspace.ts'
import { registerScheme, startElectron } from '../../../main/faces/electron/start.ts'
import { portMessage } from '../../../preload/client/bridge.ts'
import { clientOver } from '../../../preload/client/connect.ts'
import { app, channel, Contents, given, ipcMain, calls } from './electron-stub.ts'

vi.mock('electron', () => import('./electron-stub.ts'))

const folder = mkdtempSync(join(tmpdir(), 'electron-'))
let workspace: Workspace

beforeAll(async () => {
  mkdirSync(join(folder, 'renderer'))
  writeFileSync(join(folder, 'renderer/index.html'), 'page')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  app.dataPath = folder
  // Must count for nothing in a packaged program.
  process.env['ELECTRON_RENDERER_URL'] = 'http://evil.example/'
  registerScheme()
  workspace = await startElectron({
    assets: join(folder, 'renderer'),
    preload: '/built/preload.cjs',
    engine: '/built/engine.js',
  })
})
afterAll(() => {
  delete process.env['ELECTRON_RENDERER_URL']
  workspace.shutDown()
})

test('the window has no rights beyond those of a web page, and shows packaged content', () => {
  const [options] = given('BrowserWindow') as [{ webPreferences: object }]
  expect(options.webPreferences).toMatchObject({
    preload: '/built/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webviewTag: false,
    webSecurity: true,
  })
  expect(given('enableSandbox')).toEqual([])
  expect(given('loadURL')).toEqual(['app://tribunal/index.html'])
})

test('packaged content comes with its headers, and nothing else is served', async () => {
  const [scheme, handle] = given('protocol.handle') as [string, (request: Request) => Promise<Response>]
  expect(scheme).toBe('app')
  const page = await handle(new Request('app://tribunal/index.html'))
  expect(await page.text()).toBe('page')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await handle(new Request('app://tribunal/..%2fsecret.txt'))).status).toBe(403)
  expect((await handle(new Request('app://elsewhere/index.html'))).status).toBe(404)
})

test('every permission is denied', () => {
  const [onRequest] = given('setPermissionRequestHandler') as [
    (c: null, p: string, decide: (yes: boolean) => void) => void,
  ]
  const answers: boolean[] = []
  for (const permission of ['media', 'geolocation', 'clipboard-read'])
    onRequest(null, permission, (yes) => answers.push(yes))
  expect(answers).toEqual([false, false, false])
  expect((given('setPermissionCheckHandler')[0] as () => boolean)()).toBe(false)
  expect((given('setDevicePermissionHandler')[0] as () => boolean)()).toBe(false)
})

function newContents(): Contents {
  const contents = new Contents()
  app.emit('web-contents-created', {}, contents)
  return contents
}
/** True when going to an address was prevented. */
function prevented(event: string, url: string, isMainFrame = true): boolean {
  let stopped = false
  newContents().emit(event, { url, isMainFrame, preventDefault: () => (stopped = true) })
  return stopped
}

test('leaving our origin is prevented, by link, script or redirect', () => {
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    expect(prevented(event, 'app://tribunal/index.html#x'), event).toBe(false)
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      'app://tribunal.evil/',
      'javascript:1',
      'http://evil.example/',
    ])
      expect(prevented(event, url), `${event} ${url}`).toBe(true)
  }
})

test('a frame in the page may show blobs of the page only', () => {
  expect(prevented('will-frame-navigate', 'blob:app://tribunal/1-2-3', false)).toBe(false)
  for (const url of ['blob:https://example.com/1', 'https://example.com/', 'app://tribunal/index.html'])
    expect(prevented('will-frame-navigate', url, false), url).toBe(true)
})

test('no window opens, no webview attaches; a link on the list goes to the own browser', () => {
  const contents = newContents()
  for (const url of [
    'https://evil.example/',
    'http://attack.mitre.org/',
    'file:///etc/passwd',
    'https://attack.mitre.org.evil.example/',
  ])
    expect(contents.openHandler!({ url })).toEqual({ action: 'deny' })
  expect(calls.filter((call) => call[0] === 'openExternal')).toEqual([])
  contents.openHandler!({ url: 'https://attack.mitre.org/techniques/T1059/' })
  expect(given('openExternal')).toEqual(['https://attack.mitre.org/techniques/T1059/'])
  let stopped = false
  contents.emit('will-attach-webview', { preventDefault: () => (stopped = true) })
  expect(stopped).toBe(true)
})

test('a port from our page answers; from another origin or a frame it is closed', async () => {
  const ours = channel()
  ipcMain.emit(portMessage, { ports: [ours.main], senderFrame: { origin: 'app://tribunal', parent: null } })
  expect(ours.state).toEqual({ closed: false, started: true })
  const client = clientOver(new LinkMessagePortClient({ port: ours.page }))
  expect(await client.app.info({})).toMatchObject({ face: 'electron', nativeDialogs: true })
  await expect(client.custody.log({})).rejects.toMatchObject({ data: { code: 'no-case' } })
  ours.page.close()
  for (const senderFrame of [
    { origin: 'https://evil.example', parent: null },
    { origin: 'app://tribunal', parent: {} },
    { origin: 'http://evil.example', parent: null },
    null,
  ]) {
    const theirs = channel()
    ipcMain.emit(portMessage, { ports: [theirs.main], senderFrame })
    expect(theirs.state).toEqual({ closed: true, started: false })
  }
  ipcMain.emit(portMessage, { ports: [], senderFrame: { origin: 'app://tribunal', parent: null } })
})
