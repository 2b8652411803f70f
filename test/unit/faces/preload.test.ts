/** The preload script gives the page two functions and nothing of Electron. */
import { expect, test, vi } from 'vitest'

const exposed: Record<string, Record<string, unknown>> = {}
const posted: unknown[][] = []
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: Record<string, unknown>) => (exposed[name] = api) },
  ipcRenderer: { postMessage: (...given: unknown[]) => posted.push(given) },
  webUtils: { getPathForFile: (file: { path: string }) => file.path },
}))

test('two functions are exposed; the port goes to our own origin only', async () => {
  const toWindow: unknown[][] = []
  vi.stubGlobal('window', {
    location: { origin: 'app://tribunal' },
    postMessage: (...given: unknown[]) => toWindow.push(given),
  })
  await import('../../../preload/index.ts')
  expect(Object.keys(exposed)).toEqual(['tribunal'])
  const bridge = exposed['tribunal'] as { connect(): void; pathOf(file: unknown): string }
  expect(Object.keys(bridge).sort()).toEqual(['connect', 'pathOf'])
  bridge.connect()
  expect(posted).toEqual([['tribunal:port', null, [expect.anything()]]])
  expect(toWindow).toEqual([['tribunal:port', 'app://tribunal', [expect.anything()]]])
  expect(bridge.pathOf({ path: '/evidence/x.csv' })).toBe('/evidence/x.csv')
  for (const [, , [port]] of [...posted, ...toWindow] as [unknown, unknown, [MessagePort]][]) port.close()
  vi.unstubAllGlobals()
})
