/** Handlers of `evidence`: look at a file before import, import it, list what is there, check it again. */
import { basename, resolve } from 'node:path'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { Choices, evidence } from '../../preload/contract/evidence.ts'
import { understandFile } from '../alerts/understand-file.ts'
import { filesUnder } from '../capture/files-under.ts'
import { matchProfiles } from '../capture/profiles/match.ts'
import { listProfiles } from '../capture/profiles/store.ts'
import { listSources, rejectedRows } from '../case/evidence/sources.ts'
import type { Workspace } from './workspace.ts'

export function evidenceHandlers(w: Workspace) {
  const on = implement(evidence)
  return on.router({
    list: on.list.handler(() => listSources(w.case)),
    inspect: on.inspect.handler(async ({ input }) => {
      const inspection = await understandFile({ ...input, path: resolve(input.path) })
      const names = inspection.columns.map(({ name }) => name)
      return { ...inspection, profiles: matchProfiles(names, listProfiles(w.platform.dataPath).profiles) }
    }),
    files: on.files.handler(({ input }) => filesUnder(input.paths)),
    import: on.import.handler(({ input }) =>
      w.start(`Import ${basename(input.path)}`, { kind: 'import', ...input, path: resolve(input.path) }),
    ),
    importAlerts: on.importAlerts.handler(({ input }) =>
      w.start(`Read alerts ${basename(input.path)}`, { kind: 'alerts', ...input, path: resolve(input.path) }),
    ),
    importFiles: on.importFiles.handler(({ input: { files } }) =>
      w.start(files.length === 1 ? `Import ${basename(files[0]!.path)}` : `Import ${files.length} files`, {
        kind: 'import-files',
        files: files.map((file) => ({ ...file, path: resolve(file.path) })),
      }),
    ),
    rejected: on.rejected.handler(({ input }) =>
      rejectedRows(w.case, input.source, input.offset, input.limit),
    ),
    verify: on.verify.handler(() => w.start('Verify the case', { kind: 'verify' })),
    mappingSchema: on.mappingSchema.handler(() => z.toJSONSchema(Choices)),
  })
}
