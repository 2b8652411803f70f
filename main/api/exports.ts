/** Handlers of `exports`: what leaves the case as files for other tools. */
import { basename, resolve } from 'node:path'
import { implement } from '@orpc/server'
import { exports } from '../../preload/contract/exports.ts'
import type { Workspace } from './workspace.ts'

export function exportHandlers(w: Workspace) {
  const on = implement(exports)
  return on.router({
    model: on.model.handler(({ input }) =>
      w.start('Export the model', { kind: 'export', ...input, folder: resolve(input.folder) }),
    ),
    events: on.events.handler(({ input }) =>
      w.start(`Export events to ${basename(input.file)}`, {
        kind: 'export-events',
        ...input,
        file: resolve(input.file),
      }),
    ),
  })
}
