/** Stands in for the `electron` module: notes every call, and lets a test play Electron's part. */
import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'

/** One call of a stubbed function: its name, then what it was given. */
export const calls: [string, ...unknown[]][] = []
const note =
  (name: string) =>
  (...given: unknown[]): void => {
    calls.push([name, ...given])
  }
/** What was given to the only call of a function. */
export function given(name: string): unknown[] {
  const found = calls.filter((call) => call[0] === name)
  if (found.length !== 1) throw new Error(`${name} was called ${found.length} times`)
  return found[0]!.slice(1)
}

class App extends EventEmitter {
  isPackaged = true
  dataPath = ''
  whenReady = (): Promise<void> => Promise.resolve()
  enableSandbox = note('enableSandbox')
  quit = note('quit')
  exit = note('exit')
  getPath = (): string => this.dataPath
}
export const app = new App()
export const ipcMain = new EventEmitter()
export const protocol = {
  registerSchemesAsPrivileged: note('registerSchemesAsPrivileged'),
  handle: note('protocol.handle'),
}
export const session = {
  defaultSession: {
    setPermissionRequestHandler: note('setPermissionRequestHandler'),
    setPermissionCheckHandler: note('setPermissionCheckHandler'),
    setDevicePermissionHandler: note('setDevicePermissionHandler'),
  },
}
export const shell = { openExternal: (url: string) => Promise.resolve(note('openExternal')(url)) }
export const dialog = { showErrorBox: note('showErrorBox') }
export const utilityProcess = {}

export class BrowserWindow extends EventEmitter {
  constructor(options: unknown) {
    super()
    calls.push(['BrowserWindow', options])
  }
  loadURL(url: string): Promise<void> {
    calls.push(['loadURL', url])
    return Promise.resolve()
  }
  show(): void {}
  static getFocusedWindow(): null {
    return null
  }
  static getAllWindows(): BrowserWindow[] {
    return []
  }
}

/** The contents of a window, as Electron tells of them. */
export class Contents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
}

/** Two ends of a port: the page's, and one in the shape that Electron gives to the main process. */
export function channel() {
  const { port1, port2 } = new MessageChannel()
  const main = new EventEmitter()
  const state = { closed: false, started: false }
  port2.on('message', (data) => main.emit('message', { data }))
  port2.on('close', () => main.emit('close'))
  const electronSide = Object.assign(main, {
    postMessage: (data: unknown) => port2.postMessage(data),
    start: () => {
      state.started = true
    },
    close: () => {
      state.closed = true
      port2.close()
    },
  })
  return { page: port1, main: electronSide, state }
}
