/** The events: when they happened, which of them, and each one as it was recorded. */
import { Select } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { count } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { go } from '../../app/routing.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { FilterInput, focusFilter } from '../../components/filter-input/filter-input.tsx'
import { Page } from '../../components/page/page.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { EventTable } from './event-table.tsx'
import classes from './events.module.css'
import { ExportButton } from './export-button.tsx'
import { RecordPanel } from './record-panel.tsx'
import { ScoreButton } from './score-dialog.tsx'
import { TimelinePanel } from './timeline-panel.tsx'
import { useEventRows } from './use-event-rows.ts'
import { type SelectionState, useSelection } from './use-selection.ts'

export default function EventsPage() {
  const state = useSelection()
  const rows = useEventRows(state.selection, state.newest)
  const fields = useCall('events.fields', {})
  useShortcuts([{ keys: '/', label: 'Filter', group: 'Events', run: focusFilter }])
  const filterProblem = rows.problem && state.selection.filter ? rows.problem : null
  const { event } = state
  const aside =
    event === null
      ? null
      : {
          title: `Event ${count(event)}`,
          onClose: () => state.openEvent(null),
          body: (
            <RecordPanel
              id={event}
              onFilter={(term) => state.setFilter(`${state.selection.filter} ${term}`.trim())}
            />
          ),
        }
  if (rows.total === 0) return <NoEvents />
  return (
    <Page
      title="Events"
      note={<Counts matched={rows.matched} total={rows.total} />}
      actions={
        <>
          <LabelSetSelect state={state} />
          <ScoringSelect state={state} />
          <ScoreButton onDone={state.setScoring} />
          <ExportButton state={state} matched={rows.matched} />
        </>
      }
      aside={aside}
      fill
    >
      <div className={classes.tools}>
        <FilterInput
          value={state.selection.filter}
          fields={fields.data ?? []}
          problem={filterProblem}
          onSubmit={state.setFilter}
        />
      </div>
      {rows.problem && !filterProblem && (
        <div className={classes.problem}>
          <ProblemAlert problem={rows.problem} />
        </div>
      )}
      <TimelinePanel selection={state.selection} onRange={state.setRange} />
      <EventTable rows={rows} state={state} />
    </Page>
  )
}

function Counts({ matched, total }: { matched: number; total: number | undefined }) {
  if (total === undefined) return null
  return <output>{matched === total ? count(total) : `${count(matched)} of ${count(total)}`}</output>
}

function LabelSetSelect({ state }: { state: SelectionState }) {
  if (state.sets.length === 0) return null
  const data = [
    { value: '', label: 'No labels' },
    ...state.sets.map((set) => ({ value: set.id, label: `Labels: ${set.name}` })),
  ]
  return (
    <Select
      aria-label="Label set"
      data={data}
      value={state.selection.labelSet ?? ''}
      onChange={(id) => state.setLabelSet(id || null)}
      allowDeselect={false}
      w={230}
    />
  )
}

function ScoringSelect({ state }: { state: SelectionState }) {
  if (state.scorings.length === 0) return null
  const data = [
    { value: '', label: 'No scores' },
    ...state.scorings.toReversed().map(({ id, name }) => ({ value: id, label: `Scores: ${name}` })),
  ]
  return (
    <Select
      aria-label="Scores"
      data={data}
      value={state.selection.scoring ?? ''}
      onChange={(id) => state.setScoring(id || null)}
      allowDeselect={false}
      w={190}
    />
  )
}

function NoEvents() {
  return (
    <Page title="Events">
      <EmptyState
        icon={IconFileImport}
        title="No events yet"
        action={{ label: 'Add evidence', run: () => go('evidence') }}
      >
        Import a capture first: then its timeline and every record are here.
      </EmptyState>
    </Page>
  )
}
