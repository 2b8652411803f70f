/** Handlers of `experiments`: presets, the config's schema, which columns it would use, runs. */
import { implement } from '@orpc/server'
import { z } from 'zod'
import { ExperimentConfig, experiments } from '../../preload/contract/experiment.ts'
import { getRun, listRuns } from '../case/results/runs.ts'
import { describeColumns } from '../features/select.ts'
import { presets } from '../training/presets.ts'
import type { Workspace } from './workspace.ts'

export function experimentHandlers(w: Workspace) {
  const on = implement(experiments)
  return on.router({
    presets: on.presets.handler(() => presets()),
    schema: on.schema.handler(() => z.toJSONSchema(ExperimentConfig, { io: 'input' })),
    features: on.features.handler(({ input }) => describeColumns(w.case, input)),
    run: on.run.handler(({ input }) =>
      w.start(`Train ${input.config.name}`, { kind: 'experiment', config: input.config }),
    ),
    list: on.list.handler(() => listRuns(w.case)),
    get: on.get.handler(({ input }) => getRun(w.case, input.run)),
  })
}
