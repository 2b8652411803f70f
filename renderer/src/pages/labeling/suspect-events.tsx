/** Events whose labels are least believable, one by one; M, B and U say what the open one is and go on to the next. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { SuspectEvent, SuspectsInfo } from '../../../../preload/contract/suspects.ts'
import { useCall } from '../../api/use-call.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import classes from './labeling.module.css'
import { suspectColumns, textColumn } from './suspect-columns.tsx'
import { VerdictBar } from './verdict-bar.tsx'

const COLUMNS = suspectColumns<SuspectEvent>({
  time: 'Time',
  label: { header: 'Label', of: (one) => one.label },
  about: [
    textColumn('user', 'User', 'minmax(80px, 1.2fr)', (one) => one.user),
    textColumn('host', 'Host', 'minmax(70px, 0.8fr)', (one) => one.host),
    textColumn('action', 'Action', 'minmax(60px, 0.8fr)', (one) => one.action),
  ],
  last: [textColumn('verdict', 'Verdict', '84px', (one) => one.verdict ?? '')],
})

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
