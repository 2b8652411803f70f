/** Captures scored with a stored model: which model, which captures; what they lack is told when it is done. */
import { Button, Modal, MultiSelect, Progress, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { useState } from 'react'
import type { ModelRegime } from '../../../../preload/contract/exports.ts'
import type { RunSummary } from '../../../../preload/contract/experiment.ts'
import type { Scoring } from '../../../../preload/contract/scoring.ts'
import { count, listing } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { notify } from '../../app/notices/store.ts'
import { choosePaths } from '../../components/file-chooser/choose.ts'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { regimesOf } from '../../components/run-picker/regimes.ts'
import classes from './events.module.css'

export function ScoreButton({ onDone }: { onDone: (id: string) => void }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconGavel size={15} />} onClick={() => setOpened(true)}>
        Score
      </Button>
      {opened && <ScoreDialog onClose={() => setOpened(false)} onDone={onDone} />}
    </>
  )
}

interface DialogProps {
  onClose: () => void
  onDone: (id: string) => void
}

function ScoreDialog({ onClose, onDone }: DialogProps) {
  const runs = (useCall('experiments.list', {}).data ?? []).toReversed()
  const captures = (useCall('evidence.list', {}).data ?? []).filter(({ kind }) => kind === 'capture')
  const [modelCase, setModelCase] = useState<string | null>(null)
  const [typed, setTyped] = useState('run-1')
  const [chosen, setChosen] = useState<string | null>(null)
  const [regime, setRegime] = useState<ModelRegime | null>(null)
  const [sources, setSources] = useState<string[]>([])
  const job = useJobStart('scoring.start', ({ state, result }) => {
    if (state !== 'done') return
    tell(result as Scoring)
    onDone((result as Scoring).id)
    onClose()
  })
  const run = runs.find(({ id }) => id === chosen) ?? runs[0]
  const regimes = modelCase || !run ? (['imbalanced', 'balanced'] as ModelRegime[]) : regimesOf(run)
  const wanted = regime && regimes.includes(regime) ? regime : regimes[0]
  const id = modelCase ? typed.trim() : (run?.id ?? '')
  const start = (): void =>
    job.start({
      run: id,
      ...(wanted && { regime: wanted }),
      ...(modelCase && { modelCase }),
      ...(sources.length > 0 && { sources: sources.map(Number) }),
    })
  return (
    <Modal stackId="dialog" opened onClose={onClose} title="Score captures with a stored model">
      <form
        className={classes.export}
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        <ModelFields {...{ runs, run, modelCase, setModelCase, typed, setTyped, setChosen }} />
        <SegmentedControl
          aria-label="Trained"
          value={wanted ?? 'imbalanced'}
          onChange={(next) => setRegime(next)}
          data={regimes.map((value) => ({ value, label: `trained ${value}` }))}
        />
        <MultiSelect
          label="Captures"
          placeholder={sources.length === 0 ? 'all' : ''}
          data={captures.map((one) => ({ value: String(one.id), label: `${one.id} ${one.name}` }))}
          value={sources}
          onChange={setSources}
        />
        {job.problem && <ProblemAlert problem={job.problem} onClose={job.reset} />}
        {job.busy && (
          <Progress value={100 * (job.job?.progress.fraction ?? 0)} aria-label="Progress of the scoring" />
        )}
        <Button type="submit" loading={job.busy} disabled={id === ''}>
          Score
        </Button>
      </form>
    </Modal>
  )
}

interface ModelFieldsProps {
  runs: readonly RunSummary[]
  run: RunSummary | undefined
  modelCase: string | null
  setModelCase: (path: string | null) => void
  typed: string
  setTyped: (run: string) => void
  setChosen: (run: string | null) => void
}

/** A run of this case, or of another case file. */
function ModelFields({ runs, run, modelCase, setModelCase, typed, setTyped, setChosen }: ModelFieldsProps) {
  const choose = async (): Promise<void> => {
    const [path] = (await choosePaths('open-case', 'The case that holds the model')) ?? []
    if (path) setModelCase(path)
  }
  return (
    <>
      {modelCase ? (
        <TextInput
          label="Run"
          description={`of ${modelCase}`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : (
        <Select
          label="Run"
          placeholder="none yet in this case"
          data={runs.map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))}
          value={run?.id ?? null}
          allowDeselect={false}
          onChange={setChosen}
        />
      )}
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => (modelCase ? setModelCase(null) : void choose())}
      >
        {modelCase ? 'Take a run of this case' : 'Take a run of another case'}
      </Button>
    </>
  )
}

function tell({ events, byAnswer, lacking }: Scoring): void {
  const alarms = events - (byAnswer[0] ?? 0)
  const lacks = lacking.map(
    ({ name, missing, of }) =>
      `${name} lacks ${missing.length} of ${of} columns of the model: ${listing(
        missing.map(({ column }) => column),
        5,
      )}`,
  )
  notify({
    tone: lacks.length > 0 ? 'bad' : 'good',
    title: `${count(events)} events scored`,
    text: [`${count(alarms)} of them are not called benign`, ...lacks].join('\n'),
  })
}
