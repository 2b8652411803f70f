/** Handlers of `experiments`: presets, the config's schema, which columns it would use, runs. */
import { implement } from '@orpc/server'
import { z } from 'zod'
import { ExperimentConfig, experiments } from '../../preload/contract/experiment.ts'
import { getRun, listRuns } from '../case/runs.ts'
import { describeColumns } from '../features/select.ts'
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

/** Ready configs of the published system; the first is the default. */
function presets() {
  const published = { benignShare: 0.722, realisticKeep: 0.1 }
  return [
    {
      name: 'S1, experts one against the rest',
      note: 'Each expert learns its class against all other rows. The sound variant of the published system.',
      config: ExperimentConfig.parse({ name: 'S1', sampling: published }),
    },
    {
      name: 'S1, experts on one class only (as published)',
      note: 'Each expert sees rows of its own class alone, so nothing tells it what is not that class: it tends to say yes to everything. To see that ailment, and its effect, for yourself.',
      config: ExperimentConfig.parse({
        name: 'S1 as published',
        sampling: published,
        model: { experts: 'one-class' },
      }),
    },
    {
      name: 'S1, split by time',
      note: 'Trained strictly before it is tested: closer to use, and harder.',
      config: ExperimentConfig.parse({ name: 'S1 by time', sampling: published, split: { by: 'time' } }),
    },
  ]
}
