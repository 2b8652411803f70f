/** Takes from the page what it does not need: permissions, other sites, new windows, embedded browsers. */
import { app, session, shell } from 'electron'
import { mayNavigate, mayOpenOutside } from './origin.ts'

/** Call once Electron is ready, before any window is made. */
export function lockDown(origin: string): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url)) void shell.openExternal(url)
      return { action: 'deny' }
    })
    const check = (event: { url: string; isMainFrame: boolean; preventDefault(): void }): void => {
      if (!mayNavigate(event.url, event.isMainFrame, origin)) event.preventDefault()
    }
    contents.on('will-navigate', check)
    contents.on('will-frame-navigate', check)
    contents.on('will-redirect', check)
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}
