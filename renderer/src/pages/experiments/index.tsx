/** Experiments: choose what to train and how to test it, as a form or as JSON; run; watch; compare. */
import { Button, SegmentedControl } from '@mantine/core'
import { IconFlask, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { go, setParams, useRoute } from '../../app/routing.ts'
import { useJobLosses } from '../../api/jobs.ts'
import { useCall } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Page } from '../../components/page/page.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { ConfigForm } from './config-form.tsx'
import classes from './experiments.module.css'
import { FeatureNotes } from './feature-notes.tsx'
import { Losses } from './live-run.tsx'
import { RunDetails } from './run-details.tsx'
import { RunList } from './run-list.tsx'
import { type Draft, useDraft } from './use-draft.ts'

export default function ExperimentsPage() {
  const draft = useDraft()
  const open = useRoute().params.get('run')
  const runs = useCall('experiments.list', {})
  const labelSets = useCall('labeling.list', {})
  const run = useJobStart('experiments.run', (job) => {
    const id = (job.result as { run?: string } | undefined)?.run
    if (job.state === 'done' && id) setParams({ run: id })
  })
  const losses = useJobLosses(run.job?.id ?? null)
  const ready = !run.busy && draft.invalid === null && (labelSets.data?.length ?? 0) > 0
  const start = (
    <Button
      leftSection={<IconPlayerPlay size={14} />}
      disabled={!ready}
      loading={run.busy}
      onClick={() => run.start({ config: draft.config })}
    >
      Run
    </Button>
  )
  const aside = open && {
    title: 'Run',
    body: <RunDetails key={open} run={open} onReuse={draft.replace} />,
    onClose: () => setParams({ run: null }),
  }
  return (
    <Page title="Experiments" actions={start} aside={aside || null}>
      <Loaded query={labelSets} lines={8}>
        {(sets) =>
          sets.length === 0 ? (
            <EmptyState
              icon={IconFlask}
              title="No label set yet"
              action={{ label: 'Go to Labeling', run: () => go('labeling') }}
            >
              Experts are trained on labeled events. Choose a labeling window and lock it into a label set
              first.
            </EmptyState>
          ) : (
            <div className={classes.columns}>
              <Settings draft={draft} labelSets={sets} />
              <div className={classes.wide}>
                {run.problem && <ProblemAlert problem={run.problem} onClose={run.reset} />}
                {run.busy && (
                  <Panel title="Training" note={run.job?.progress.step}>
                    {losses.length > 0 ? <Losses losses={losses} /> : <p>Preparing features…</p>}
                  </Panel>
                )}
                <RunList runs={runs.data?.toReversed()} open={open} onOpen={(id) => setParams({ run: id })} />
                <FeatureNotes features={draft.config.features} />
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

function Settings({
  draft,
  labelSets,
}: {
  draft: Draft
  labelSets: Parameters<typeof ConfigForm>[0]['labelSets']
}) {
  const [view, setView] = useState('form')
  const schema = useCall('experiments.schema', {})
  return (
    <Panel
      title="Settings"
      actions={
        <SegmentedControl
          aria-label="Show settings as"
          value={view}
          onChange={setView}
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
        />
      }
    >
      {view === 'form' ? (
        <ConfigForm
          config={draft.config}
          onChange={draft.replace}
          presets={draft.presets}
          labelSets={labelSets}
        />
      ) : (
        <>
          <JsonEditor
            key={draft.revision}
            initial={JSON.stringify(draft.config, null, 2)}
            label="Experiment settings as JSON"
            schema={schema.data}
            onChange={draft.write}
            height="calc(100vh - 190px)"
          />
          {draft.invalid && <output className={classes.invalid}>Not taken: {draft.invalid}</output>}
        </>
      )}
    </Panel>
  )
}
