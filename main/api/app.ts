/** Handlers of `app`: the program itself, its engines, and files to choose from. */
import { availableParallelism, homedir } from 'node:os'
import { implement } from '@orpc/server'
import { app } from '../../preload/contract/app.ts'
import { VERSION } from '../case/version.ts'
import { listFolder } from './files.ts'
import type { Workspace } from './workspace.ts'

export function appHandlers(w: Workspace) {
  const on = implement(app)
  const { platform } = w
  return on.router({
    info: on.info.handler(() => ({
      version: VERSION,
      node: process.versions.node,
      face: platform.face,
      cores: availableParallelism(),
      home: homedir(),
      nativeDialogs: platform.nativeDialogs,
    })),
    engines: on.engines.handler(() => w.jobs.engines()),
    pick: on.pick.handler(({ input }) => platform.pick(input.purpose)),
    files: on.files.handler(({ input }) => listFolder(input.folder)),
  })
}
