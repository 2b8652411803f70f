/** Alert rules as labeling functions: what each covers, where others say the same or something else, and who is right. */
import type { Rule } from '../../../../preload/contract/labeling.ts'
import type { ClassMeeting, LabelSearch } from '../../../../preload/contract/labeling-tables.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { useSettled } from './use-preview.ts'
import type { TruthState } from './use-truth.ts'

const part = (some: number, all: number): number | null => (all > 0 ? some / all : null)

function columnsOf(truth: boolean): readonly ColumnSpec<LabelSearch>[] {
  const all: ColumnSpec<LabelSearch>[] = [
    {
      id: 'name',
      header: 'Search',
      width: 'minmax(140px, 2.4fr)',
      cell: (one) => one.name,
      sortBy: (one) => one.name,
      title: (one) => one.name,
    },
    {
      id: 'class',
      header: 'Class',
      width: 'minmax(90px, 1fr)',
      cell: (one) => <ClassBadge name={one.classes[0] ?? ''} quiet />,
      sortBy: (one) => one.classes[0] ?? '',
      title: (one) => one.classes.join(', '),
    },
    {
      id: 'alerts',
      header: 'Alerts',
      width: '64px',
      align: 'right',
      cell: (one) => count(one.alerts),
      sortBy: (one) => one.alerts,
    },
    {
      id: 'idle',
      header: 'Idle',
      width: '56px',
      align: 'right',
      cell: (one) => count(one.alerts - one.matched),
      sortBy: (one) => one.alerts - one.matched,
    },
    {
      id: 'covered',
      header: 'Covers',
      width: '72px',
      align: 'right',
      cell: (one) => count(one.covered),
      sortBy: (one) => one.covered,
    },
    {
      id: 'overlap',
      header: 'Overlap',
      width: '76px',
      align: 'right',
      cell: (one) => percent(part(one.overlap, one.covered)),
      sortBy: (one) => part(one.overlap, one.covered),
    },
    {
      id: 'conflict',
      header: 'Conflict',
      width: '76px',
      align: 'right',
      cell: (one) => percent(part(one.conflict, one.covered)),
      sortBy: (one) => part(one.conflict, one.covered),
    },
  ]
  if (truth)
    all.push({
      id: 'right',
      header: 'Right',
      width: '72px',
      align: 'right',
      cell: (one) => percent(part(one.right, one.known)),
      sortBy: (one) => part(one.right, one.known),
    })
  return all
}

const PAIRS: readonly ColumnSpec<ClassMeeting>[] = [
  {
    id: 'a',
    header: 'Class',
    width: 'minmax(100px, 1fr)',
    cell: (one) => <ClassBadge name={one.a} quiet />,
    sortBy: (one) => one.a,
  },
  {
    id: 'b',
    header: 'and class',
    width: 'minmax(100px, 1fr)',
    cell: (one) => <ClassBadge name={one.b} quiet />,
    sortBy: (one) => one.b,
  },
  {
    id: 'events',
    header: 'hold the same events',
    width: '160px',
    align: 'right',
    cell: (one) => count(one.events),
    sortBy: (one) => one.events,
  },
]

export function Searches({ rule, truth }: { rule: Rule; truth: TruthState }) {
  const settled = useSettled(rule, 120)
  const searches = useCall(
    'labeling.searches',
    { rule: settled, truth: truth.choice },
    { keepPrevious: true },
  )
  const meetings = useCall('labeling.meetings', { rule: settled }, { keepPrevious: true })
  return (
    <>
      <Panel
        title="Alert rules"
        note="overlap: also covered by another; conflict: in windows of another class"
        flush
      >
        <Loaded query={searches}>
          {({ rows }) => (
            <DataTable
              label="Alert rules"
              rows={rows}
              columns={columnsOf(truth.choice !== null)}
              rowKey={(one) => one.name}
              maxHeight={420}
              empty="No alerts"
            />
          )}
        </Loaded>
      </Panel>
      <Panel
        title="Conflicts"
        note={meetings.data && `${count(meetings.data.total)} pairs of classes meet`}
        flush
      >
        <Loaded query={meetings}>
          {({ rows }) => (
            <DataTable
              label="Conflicts"
              rows={rows}
              columns={PAIRS}
              rowKey={(one) => `${one.a} ${one.b}`}
              maxHeight={280}
              empty="No event lies in windows of two classes"
            />
          )}
        </Loaded>
      </Panel>
    </>
  )
}
