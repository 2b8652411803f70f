/** One line per alert with what its window caught: early, late, or nothing at all. */
import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import { count } from '../../../../preload/figures/format.ts'
import type { Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { usePages } from '../../api/use-pages.ts'
import { go } from '../../app/routing.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { PagedGrid } from '../../components/paged-grid/paged-grid.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './labeling.module.css'
import { Strip } from './strip.tsx'
import { useSettled } from './use-preview.ts'

type AlertStrip = Output<'labeling.strips'>['strips'][number]
type Only = 'every' | 'matched' | 'unmatched'
type Reason = NonNullable<AlertStrip['unmatched']>
const LIMIT = 100
const PAUSE_MS = 120

/** Where the alert stands in its window, from 0 to 1. */
function anchorOf(one: AlertStrip, windowOf: WindowOf): number {
  const { before, after } = windowOf(one)
  return before / Math.max(1, before + after)
}

type WindowOf = (one: AlertStrip) => { before: number; after: number }

function columnsOf(windowOf: WindowOf): readonly ColumnSpec<AlertStrip>[] {
  return [
    {
      id: 'time',
      header: 'Alert at',
      width: '150px',
      cell: (one) => <TimeText micros={one.time} precision="s" />,
    },
    {
      id: 'name',
      header: 'Alert',
      width: 'minmax(110px, 2fr)',
      cell: (one) => one.name,
      title: (one) => one.name,
    },
    {
      id: 'class',
      header: 'Class',
      width: 'minmax(84px, 1.2fr)',
      cell: (one) => <ClassBadge name={one.class} quiet />,
    },
    {
      id: 'user',
      header: 'User',
      width: 'minmax(76px, 1fr)',
      cell: (one) => one.user || <i>none</i>,
      title: (one) => one.user,
    },
    {
      id: 'strip',
      header: 'Caught over the window',
      width: 'minmax(140px, 2.4fr)',
      cell: (one) =>
        one.unmatched ? (
          <span className={classes.reason}>{one.unmatched}</span>
        ) : (
          <Strip slices={one.slices} name={one.class} anchor={anchorOf(one, windowOf)} />
        ),
    },
    { id: 'caught', header: 'Events', width: '64px', align: 'right', cell: (one) => count(one.caught) },
  ]
}

interface AlertStripsProps {
  rule: Rule
  /** Only alerts that hold nothing, for this reason. */
  reason: Reason | null
  onReason: (reason: Reason | null) => void
}

export function AlertStrips({ rule, reason, onReason }: AlertStripsProps) {
  const [chosen, setOnly] = useState<Only>('matched')
  const only = reason === null ? chosen : 'unmatched'
  const settled = useSettled(rule, PAUSE_MS)
  const inputOf = (offset: number, limit: number) => ({
    rule: settled,
    only,
    offset,
    limit,
    ...(reason !== null && { reason }),
  })
  const head = useCall('labeling.strips', inputOf(0, LIMIT), { keepPrevious: true })
  const total = head.data?.total ?? 0
  const { before, after, windows } = settled
  const windowOf = useMemo(
    (): WindowOf => (one) => windows?.[one.class] ?? { before, after },
    [before, after, windows],
  )
  const columns = useMemo(() => columnsOf(windowOf), [windowOf])
  const pages = usePages({
    name: 'labeling.strips',
    inputOf,
    rowsOf: (output) => output.strips,
    limit: LIMIT,
    count: total,
  })
  // While the next answer is on its way the first page of the last one stays, so that nothing blinks.
  const at = (index: number): AlertStrip | undefined =>
    pages.at(index) ?? (head.isPlaceholderData ? head.data?.strips[index] : undefined)
  const choice = (
    <SegmentedControl
      value={only}
      onChange={(next) => {
        onReason(null)
        setOnly(next)
      }}
      aria-label="Which alerts"
      data={[
        { value: 'every', label: 'All' },
        { value: 'matched', label: 'With events' },
        { value: 'unmatched', label: 'Without' },
      ]}
    />
  )
  return (
    <Panel
      title="Alert by alert"
      note={head.data && `${count(total)}${reason === null ? '' : `: ${reason}`}`}
      actions={choice}
      flush
    >
      {head.error ? (
        <ProblemAlert problem={head.error} />
      ) : (
        <div className={classes.strips} style={{ height: Math.min(360, 30 + Math.max(4, total) * 26) }}>
          <PagedGrid
            label="Alerts"
            count={total}
            columns={columns}
            at={at}
            rowKey={(one) => one.alert}
            onLook={pages.look}
            onOpen={(one) => show(one, windowOf(one))}
            empty={head.isPending ? null : 'No alert is like that'}
          />
        </div>
      )}
    </Panel>
  )
}

/** Goes to the events around an alert: its window, its user. */
function show(strip: AlertStrip, { before, after }: ReturnType<WindowOf>): void {
  if (strip.time === null) return
  const name = strip.user.split('\\').pop()?.split('@')[0] ?? ''
  go('events', {
    filter: name ? `user:"*${name}*"` : '',
    from: strip.time - before,
    to: strip.time + after,
  })
}
