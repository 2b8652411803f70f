/** Experts: what each one does, what the gate makes of them, and, event by event, who spoke and how loudly. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Evaluation } from '../../../../preload/contract/evaluation.ts'
import { setParams, useRoute } from '../../app/routing.ts'
import { useCall } from '../../api/use-call.ts'
import { knowClasses } from '../../components/class-badge/colors.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Page } from '../../components/page/page.tsx'
import { RunPicker, useRun, WithRun } from '../../components/run-picker/run-picker.tsx'
import { EvidenceCard, type Opened } from './evidence-card.tsx'
import classes from './experts.module.css'
import { Hearings } from './hearings.tsx'
import { Overview } from './overview.tsx'
import { ProtocolBar } from './protocol-bar.tsx'

export default function ExpertsPage() {
  const { run } = useRun()
  const view = useView()
  const [opened, setOpened] = useState<Opened | null>(null)
  const here = run && view === 'hearings' && opened?.run === run.id ? opened : null
  const aside = here && {
    title: 'Evidence card',
    body: <EvidenceCard key={JSON.stringify(here)} opened={here} />,
    onClose: () => setOpened(null),
  }
  return (
    <Page title="Experts" note={run && <ViewSwitch view={view} />} actions={<RunPicker />} aside={aside} fill>
      <WithRun>
        {(one) => <OfRun key={one.id} run={one.id} view={view} opened={here} onOpen={setOpened} />}
      </WithRun>
    </Page>
  )
}

type View = 'overview' | 'hearings'

/** The view of the address; a link that names a truth or a prediction means the events. */
function useView(): View {
  const { params } = useRoute()
  const named = params.get('view')
  if (named === 'overview' || named === 'hearings') return named
  return params.has('truth') || params.has('predicted') ? 'hearings' : 'overview'
}

function ViewSwitch({ view }: { view: View }) {
  return (
    <SegmentedControl
      aria-label="Show"
      value={view}
      onChange={(next) => setParams({ view: next })}
      data={[
        { value: 'overview', label: 'Experts and gate' },
        { value: 'hearings', label: 'Event by event' },
      ]}
    />
  )
}

interface OfRunProps {
  run: string
  view: View
  opened: Opened | null
  onOpen: (opened: Opened | null) => void
}

function OfRun(props: OfRunProps) {
  const evaluation = useCall('evaluation.get', { run: props.run })
  return (
    <Loaded query={evaluation} lines={14}>
      {(data) => <Shown {...props} evaluation={data} />}
    </Loaded>
  )
}

function Shown({ run, view, opened, onOpen, evaluation }: OfRunProps & { evaluation: Evaluation }) {
  const { params } = useRoute()
  const { protocols, classes: names } = evaluation
  knowClasses(names)
  const protocol = protocols.find(({ id }) => id === params.get('protocol')) ?? protocols[0]
  if (!protocol) return null
  const shared = { run, names, protocol }
  return (
    <>
      <ProtocolBar protocols={protocols} protocol={protocol} />
      {view === 'overview' ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard too, and a joint system's overview has nothing else to focus
        <section className={classes.scroll} aria-label="Experts and gate" tabIndex={0}>
          <Overview key={protocol.id} {...shared} />
        </section>
      ) : (
        <Hearings key={protocol.id} {...shared} opened={opened} onOpen={onOpen} />
      )}
    </>
  )
}
