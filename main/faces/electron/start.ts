/** Runs the Electron face: packaged content over a scheme of its own, one window, the services over a port. */
import { app, protocol } from 'electron'
import { Workspace } from '../../api/workspace.ts'
import { createAssets } from '../assets.ts'
import { contentPolicy } from '../policy.ts'
import { lockDown } from './lockdown.ts'
import { host, ownOrigin, scheme } from './origin.ts'
import { electronPlatform } from './platform.ts'
import { createWindow } from './window.ts'
import { acceptPorts } from './wire.ts'

/** Built files, as absolute paths. */
export interface Built {
  assets: string
  preload: string
  engine: string
}

/** Must be called before Electron is ready: a scheme gets its rights only then. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
  app.enableSandbox()
}

/** @returns the workspace, to be shut down when the program quits */
export async function startElectron(built: Built, casePath?: string): Promise<Workspace> {
  await app.whenReady()
  // The address of a development server counts only in a source tree, never in a packaged program.
  const dev = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  const origin = dev ? new URL(dev).origin : ownOrigin
  const assets = createAssets(built.assets, () => contentPolicy())
  protocol.handle(scheme, (request) =>
    new URL(request.url).host === host ? assets(request) : new Response(null, { status: 404 }),
  )
  lockDown(origin)
  const workspace = new Workspace(electronPlatform(built.engine))
  acceptPorts(workspace, origin, (error) => console.error(error))
  if (casePath) workspace.open(casePath)
  const window = createWindow(built.preload)
  await window.loadURL(dev ?? `${ownOrigin}/index.html`)
  return workspace
}
