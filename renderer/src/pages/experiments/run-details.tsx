/** One run beside the list: its hashes, its curves, its config, and where to read on. */
import { Button } from '@mantine/core'
import { hrefOf } from '../../app/routing.ts'
import { useCall } from '../../api/use-call.ts'
import { Facts } from '../../components/facts/facts.tsx'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import { Hash } from '../../components/hash/hash.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { listing } from '../../../../preload/figures/format.ts'
import classes from './experiments.module.css'
import { Losses } from './live-run.tsx'
import type { Config } from './use-draft.ts'

const DESTINATIONS = [
  { page: 'evaluation', label: 'Evaluation' },
  { page: 'experts', label: 'Experts' },
  { page: 'report', label: 'Report' },
]

export function RunDetails({ run, onReuse }: { run: string; onReuse: (config: Config) => void }) {
  const details = useCall('experiments.get', { run })
  return (
    <Loaded query={details} lines={10}>
      {({ summary, config, losses }) => (
        <div className={classes.details}>
          <div className={classes.goes}>
            {DESTINATIONS.map(({ page, label }) => (
              <Button key={page} component="a" variant="default" href={hrefOf(page, { run })}>
                {label}
              </Button>
            ))}
            <Button variant="default" onClick={() => onReuse(config)}>
              Use these settings
            </Button>
          </div>
          <Facts>
            <dt>Classes</dt>
            <dd>{listing(summary.classes, 12)}</dd>
            <dt>Engine</dt>
            <dd>
              {summary.engine}
              {summary.engineTrouble && <div className={classes.trouble}>{summary.engineTrouble}</div>}
            </dd>
            <dt>Config</dt>
            <dd>
              <Hash value={summary.configHash} label="config" />
            </dd>
            <dt>Weights</dt>
            <dd>
              <Hash value={summary.weightsHash} label="weights" />
            </dd>
            <dt>Scores</dt>
            <dd>
              <Hash value={summary.scoresHash} label="scores" />
            </dd>
          </Facts>
          <Losses losses={losses} />
          <h3>Config</h3>
          <JsonEditor
            key={run}
            initial={JSON.stringify(config, null, 2)}
            label="Config of this run"
            readOnly
            height={320}
          />
        </div>
      )}
    </Loaded>
  )
}
