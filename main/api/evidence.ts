/** Handlers of `evidence`: look at a file before import, import it, list what is there, check it again. */
import { basename, resolve } from 'node:path'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { evidence, type Inspection, Mapping } from '../../preload/contract/evidence.ts'
import { inspectAlerts, recognizeAlerts } from '../alerts/inspect.ts'
import { inspect } from '../capture/inspect.ts'
import { listSources, rejectedRows } from '../case/sources.ts'
import type { Workspace } from './workspace.ts'

export function evidenceHandlers(w: Workspace) {
  const on = implement(evidence)
  return on.router({
    list: on.list.handler(() => listSources(w.case)),
    inspect: on.inspect.handler(({ input }) => inspectAny(resolve(input.path))),
    import: on.import.handler(({ input }) =>
      w.start(`Import ${basename(input.path)}`, { kind: 'import', ...input, path: resolve(input.path) }),
    ),
    importAlerts: on.importAlerts.handler(({ input }) =>
      w.start(`Read alerts ${basename(input.path)}`, { kind: 'alerts', ...input, path: resolve(input.path) }),
    ),
    rejected: on.rejected.handler(({ input }) =>
      rejectedRows(w.case, input.source, input.offset, input.limit),
    ),
    verify: on.verify.handler(() => w.start('Verify the case', { kind: 'verify' })),
    mappingSchema: on.mappingSchema.handler(() => z.toJSONSchema(Mapping)),
  })
}

/** A file of alerts is told from a capture by its form; what is neither is shown as a capture, with warnings. */
async function inspectAny(path: string): Promise<Inspection> {
  return (await recognizeAlerts(path)) ? inspectAlerts(path) : inspect(path)
}
