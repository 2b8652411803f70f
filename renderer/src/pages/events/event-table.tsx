/** The table of events: any number of them, one line each. */
import { useMemo } from 'react'
import { decimal } from '../../../../preload/figures/format.ts'
import { visible } from '../../../../preload/figures/visible.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { Skeletons } from '../../components/loaded/skeletons.tsx'
import { PagedGrid } from '../../components/paged-grid/paged-grid.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './events.module.css'
import type { EventRow, EventRows } from './use-event-rows.ts'
import type { SelectionState } from './use-selection.ts'

const columns: readonly ColumnSpec<EventRow>[] = [
  {
    id: 'time',
    header: 'Time',
    width: '192px',
    cell: (row) => <TimeText micros={row.time} source={row.source} />,
  },
  {
    id: 'host',
    header: 'Host',
    width: 'minmax(70px, 1fr)',
    cell: (row) => visible(row.host),
    title: (row) => row.host,
  },
  {
    id: 'user',
    header: 'User',
    width: 'minmax(70px, 1fr)',
    cell: (row) => visible(row.user),
    title: (row) => row.user,
  },
  {
    id: 'action',
    header: 'Action',
    width: 'minmax(48px, 0.6fr)',
    cell: (row) => visible(row.action),
    title: (row) => row.action,
  },
  {
    id: 'message',
    header: 'Message',
    width: 'minmax(90px, 4fr)',
    cell: (row) => visible(row.message),
    title: (row) => row.message,
  },
]
const label: ColumnSpec<EventRow> = {
  id: 'label',
  header: 'Label',
  width: 'minmax(84px, 1.2fr)',
  cell: (row) => (
    <span className={classes.label} data-benign={row.label === 'benign'}>
      <ClassBadge name={row.label} quiet />
    </span>
  ),
}
const scored: readonly ColumnSpec<EventRow>[] = [
  {
    id: 'predicted',
    header: 'Predicted',
    width: 'minmax(84px, 1.2fr)',
    cell: (row) => (
      <span className={classes.label} data-benign={row.scored?.predicted === 'benign'}>
        <ClassBadge name={row.scored?.predicted ?? ''} quiet />
      </span>
    ),
    title: (row) =>
      row.scored ? `${row.scored.predicted}, by the expert ${row.scored.expert}` : 'not scored',
  },
  {
    id: 'attack',
    header: 'Attack',
    width: '58px',
    align: 'right',
    cell: (row) => (row.scored ? decimal(row.scored.attack, 3) : ''),
    title: () => 'Attack score: above one half where an attack stands before benign',
  },
]

function columnsOf(labelSet: string | null, scoring: string | null): ColumnSpec<EventRow>[] {
  return [...columns, ...(labelSet ? [label] : []), ...(scoring ? scored : [])]
}

export function EventTable({ rows, state }: { rows: EventRows; state: SelectionState }) {
  const { filter, labelSet, scoring } = state.selection
  const shown = useMemo(() => columnsOf(labelSet, scoring), [labelSet, scoring])
  const empty = rows.pending ? (
    <Skeletons lines={8} />
  ) : rows.problem ? (
    <span />
  ) : rows.search ? (
    // What was not looked at may hold some: nothing may be said of it.
    <EmptyState
      title="None found in what was looked at"
      action={{ label: 'Search on', run: rows.search.resume }}
    >
      {filter && <code>{filter}</code>}
    </EmptyState>
  ) : (
    <EmptyState title="No event matches" action={{ label: 'Show all events', run: state.clear }}>
      {filter ? <code>{filter}</code> : 'Nothing happened in this range.'}
    </EmptyState>
  )
  return (
    <div className={classes.table}>
      <PagedGrid
        key={JSON.stringify(state.selection)}
        label="Events"
        count={rows.matched}
        columns={shown}
        at={rows.at}
        rowKey={(row) => row.id}
        onLook={rows.look}
        onOpen={(row) => state.openEvent(row.id)}
        openKey={state.event}
        empty={empty}
        order={{ column: 'time', descending: state.newest, toggle: state.toggleOrder }}
      />
    </div>
  )
}
