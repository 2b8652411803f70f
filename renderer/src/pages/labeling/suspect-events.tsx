/** Events whose labels are least believable, one by one; M, B and U say what the open one is and go on to the next. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { SuspectEvent, SuspectsInfo } from '../../../../preload/contract/suspects.ts'
import { count, decimal } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './labeling.module.css'
import { VerdictBar } from './verdict-bar.tsx'

const COLUMNS: readonly ColumnSpec<SuspectEvent>[] = [
  {
    id: 'rank',
    header: '#',
    width: '52px',
    align: 'right',
    cell: (one) => count(one.rank),
    sortBy: (one) => one.rank,
  },
  {
    id: 'time',
    header: 'Time',
    width: '150px',
    cell: (one) => <TimeText micros={one.time} precision="s" />,
    sortBy: (one) => one.time,
  },
  {
    id: 'user',
    header: 'User',
    width: 'minmax(80px, 1.2fr)',
    cell: (one) => one.user,
    sortBy: (one) => one.user,
    title: (one) => one.user,
  },
  {
    id: 'host',
    header: 'Host',
    width: 'minmax(70px, 0.8fr)',
    cell: (one) => one.host,
    sortBy: (one) => one.host,
    title: (one) => one.host,
  },
  {
    id: 'action',
    header: 'Action',
    width: 'minmax(60px, 0.8fr)',
    cell: (one) => one.action,
    sortBy: (one) => one.action,
    title: (one) => one.action,
  },
  {
    id: 'label',
    header: 'Label',
    width: 'minmax(84px, 1fr)',
    cell: (one) => <ClassBadge name={one.label} quiet />,
    sortBy: (one) => one.label,
  },
  {
    id: 'likely',
    header: 'Looks like',
    width: 'minmax(84px, 1fr)',
    cell: (one) => <ClassBadge name={one.likely} quiet />,
    sortBy: (one) => one.likely,
  },
  {
    id: 'of',
    header: 'Belief',
    width: '66px',
    align: 'right',
    cell: (one) => decimal(one.ofLabel),
    sortBy: (one) => one.ofLabel,
  },
  {
    id: 'verdict',
    header: 'Verdict',
    width: '84px',
    cell: (one) => one.verdict ?? '',
    sortBy: (one) => one.verdict ?? '',
  },
]

export function SuspectEvents({ info }: { info: SuspectsInfo }) {
  const [only, setOnly] = useState<'open' | 'every'>('open')
  const [open, setOpen] = useState<number | null>(null)
  const table = useCall(
    'suspects.events',
    { labelSet: info.labelSet, only, limit: 500 },
    { keepPrevious: true },
  )
  const rows = table.data?.rows ?? []
  const place = rows.findIndex((one) => one.event === open)
  const current = place < 0 ? null : rows[place]!
  return (
    <>
      <div className={classes.queueBar}>
        <SegmentedControl
          value={only}
          onChange={(next) => setOnly(next)}
          aria-label="Which events"
          data={[
            { value: 'open', label: 'Without a verdict' },
            { value: 'every', label: 'All' },
          ]}
        />
      </div>
      <Loaded query={table}>
        {() => (
          <DataTable
            label="Suspect events"
            rows={rows}
            columns={COLUMNS}
            rowKey={(one) => one.event}
            openKey={open}
            maxHeight={440}
            onOpen={(one) => setOpen(one.event)}
            empty="Nothing is left to look at"
          />
        )}
      </Loaded>
      {current && (
        <VerdictBar
          key={current.event}
          suspect={current}
          classNames={info.classes.slice(1)}
          onDone={() => setOpen(rows[place + 1]?.event ?? rows[place - 1]?.event ?? null)}
        />
      )}
    </>
  )
}
