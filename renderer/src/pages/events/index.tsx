/** The events: when they happened, which of them, and each one as it was recorded. */
import { ActionIcon, Select, Tooltip } from '@mantine/core'
import { IconFileImport, IconLayoutSidebar } from '@tabler/icons-react'
import { useState } from 'react'
import { withTerm } from '../../../../preload/contract/filter-term.ts'
import { count } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { go } from '../../app/routing.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { useStored } from '../../app/use-stored.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { FilterInput, focusFilter } from '../../components/filter-input/filter-input.tsx'
import { Page } from '../../components/page/page.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { CrossDialog } from './cross-dialog.tsx'
import { EventTable } from './event-table.tsx'
import classes from './events.module.css'
import { ExportButton } from './export-button.tsx'
import { FieldsPanel } from './fields-panel.tsx'
import { IndexButton } from './index-dialog.tsx'
import { RecordPanel } from './record-panel.tsx'
import { ScoreButton } from './score-dialog.tsx'
import { SearchLine } from './search-line.tsx'
import { TimelinePanel } from './timeline-panel.tsx'
import { useEventRows } from './use-event-rows.ts'
import { type SelectionState, useSelection } from './use-selection.ts'

export default function EventsPage() {
  const state = useSelection()
  const rows = useEventRows(state.selection, state.newest)
  const fields = useCall('events.fields', {})
  const [panel, showPanel] = useStored('events.fields', 'shown')
  const [crossed, setCrossed] = useState<string | null>(null)
  const withFields = panel === 'shown'
  const toggleFields = (): void => showPanel(withFields ? 'hidden' : 'shown')
  useShortcuts([
    { keys: '/', label: 'Filter', group: 'Events', run: focusFilter },
    { keys: 'f', label: 'Fields and their values', group: 'Events', run: toggleFields },
    { keys: 'x', label: 'Cross table of two fields', group: 'Events', run: () => setCrossed('host') },
  ])
  const addTerms = (...terms: string[]): void =>
    state.setFilter(terms.reduce(withTerm, state.selection.filter))
  const filterProblem = rows.problem && state.selection.filter ? rows.problem : null
  const { event } = state
  const aside =
    event === null
      ? null
      : {
          title: `Event ${count(event)}`,
          onClose: () => state.openEvent(null),
          body: <RecordPanel id={event} onFilter={addTerms} />,
        }
  if (rows.total === 0) return <NoEvents />
  return (
    <Page
      title="Events"
      note={rows.search ? null : <Counts matched={rows.matched} total={rows.total} />}
      actions={
        <>
          <LabelSetSelect state={state} />
          <ScoringSelect state={state} />
          <ScoreButton onDone={state.setScoring} />
          <ExportButton state={state} matched={rows.settled ? rows.matched : null} />
        </>
      }
      aside={aside}
      fill
    >
      <div className={classes.tools}>
        <Tooltip label="Fields and their values (f)">
          <ActionIcon
            size={30}
            variant="default"
            aria-label="Fields and their values"
            aria-pressed={withFields}
            onClick={toggleFields}
          >
            <IconLayoutSidebar size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <FilterInput
          value={state.selection.filter}
          fields={fields.data ?? []}
          problem={filterProblem}
          onSubmit={state.setFilter}
        />
        <IndexButton />
      </div>
      {rows.problem && !filterProblem && (
        <div className={classes.problem}>
          <ProblemAlert problem={rows.problem} />
        </div>
      )}
      {rows.search && <SearchLine search={rows.search} shown={rows.matched} />}
      <TimelinePanel selection={state.selection} ready={rows.ready} onRange={state.setRange} />
      <div className={classes.split}>
        {withFields && (
          <FieldsPanel
            fields={fields.data ?? []}
            selection={state.selection}
            ready={rows.ready}
            onTerm={addTerms}
            onCross={setCrossed}
            onClose={toggleFields}
          />
        )}
        <EventTable rows={rows} state={state} />
      </div>
      {crossed !== null && (
        <CrossDialog
          field={crossed}
          fields={(fields.data ?? []).map(({ name }) => name)}
          selection={state.selection}
          onTerms={(terms) => {
            addTerms(...terms)
            setCrossed(null)
          }}
          onClose={() => setCrossed(null)}
        />
      )}
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
