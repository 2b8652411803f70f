/** The Electron face's side of what services need: the system's dialogs, a utility process as engine. */
import { app, BrowserWindow, dialog, type FileFilter, type OpenDialogOptions, utilityProcess } from 'electron'
import type { PickPurpose, Platform } from '../../api/platform.ts'
import type { EngineChild } from '../../jobs/child.ts'

const caseFiles: FileFilter[] = [
  { name: 'Tribunal case', extensions: ['tribunal'] },
  { name: 'All files', extensions: ['*'] },
]
const openOptions: Record<Exclude<PickPurpose, 'new-case'>, OpenDialogOptions> = {
  'open-case': { properties: ['openFile'], filters: caseFiles },
  evidence: { properties: ['openFile', 'multiSelections'] },
  folder: { properties: ['openDirectory', 'createDirectory'] },
}

/** @param engineEntry the built engine process */
export function electronPlatform(engineEntry: string): Platform {
  return {
    face: 'electron',
    dataPath: app.getPath('userData'),
    nativeDialogs: true,
    pick,
    forkEngine: () => forkUtility(engineEntry),
  }
}

async function pick(purpose: PickPurpose): Promise<string[]> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  if (!window) return []
  if (purpose !== 'new-case') return (await dialog.showOpenDialog(window, openOptions[purpose])).filePaths
  const { filePath } = await dialog.showSaveDialog(window, {
    filters: caseFiles,
    defaultPath: 'case.tribunal',
  })
  return filePath ? [filePath] : []
}

function forkUtility(entry: string): EngineChild {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Tribunal engine', stdio: 'ignore' })
  return {
    get pid() {
      return child.pid
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill: () => {
      // `kill` asks politely; a process deep in a computation would not hear it.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
      else child.kill()
    },
  }
}
