/** The only code between the page and Electron: hands the page a port to the services, and the path of a dropped file. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, portMessage } from './client/bridge.ts'

const bridge: Bridge = {
  connect() {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage(portMessage, null, [port1])
    window.postMessage(portMessage, window.location.origin, [port2])
  },
  pathOf: (file) => webUtils.getPathForFile(file),
}

contextBridge.exposeInMainWorld('tribunal', bridge)
