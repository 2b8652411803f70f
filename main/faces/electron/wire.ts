/** Gives the services to the page: one message port per page load, only to the top frame of our own origin. */
import { ipcMain } from 'electron'
import { RPCHandler } from '@orpc/server/message-port'
import { portMessage } from '../../../preload/client/bridge.ts'
import { createRouter, handlerOptions } from '../../api/router.ts'
import type { Workspace } from '../../api/workspace.ts'
import { isOurs } from './origin.ts'

export function acceptPorts(workspace: Workspace, origin: string, note: (error: unknown) => void): void {
  const handler = new RPCHandler(createRouter(workspace), handlerOptions(note))
  ipcMain.on(portMessage, (event) => {
    const [port] = event.ports
    if (!port) return
    if (!isOurs(event.senderFrame, origin)) return port.close()
    handler.upgrade(port)
    port.start()
  })
}
