/** Handlers of `exports`: a run's model as a file for other tools. */
import { resolve } from 'node:path'
import { implement } from '@orpc/server'
import { exports } from '../../preload/contract/exports.ts'
import type { Workspace } from './workspace.ts'

export function exportHandlers(w: Workspace) {
  const on = implement(exports)
  return on.router({
    model: on.model.handler(({ input }) =>
      w.start('Export the model', { kind: 'export', ...input, folder: resolve(input.folder) }),
    ),
  })
}
