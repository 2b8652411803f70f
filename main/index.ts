/** Entry of the Electron face; built to out/main/index.js. The other faces start in main/faces. */
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { toProblem } from '../preload/contract/problem.ts'
import { registerScheme, startElectron } from './faces/electron/start.ts'

registerScheme()
app.on('window-all-closed', () => app.quit())
try {
  const workspace = await startElectron(
    {
      assets: join(import.meta.dirname, '../renderer'),
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      engine: join(import.meta.dirname, 'engine.js'),
    },
    process.env['TRIBUNAL_CASE'],
  )
  app.on('will-quit', () => workspace.shutDown())
} catch (error) {
  const { message, advice } = toProblem(error)
  dialog.showErrorBox('Tribunal cannot start', [message, advice].filter(Boolean).join('\n'))
  app.exit(1)
}
