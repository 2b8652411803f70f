/** The accounts that alerts name, with what their windows hold. */
import type { Rule } from '../../../../preload/contract/labeling.ts'
import type { LabelEntity } from '../../../../preload/contract/labeling-tables.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { go } from '../../app/routing.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './labeling.module.css'
import { useSettled } from './use-preview.ts'

const share = (one: LabelEntity): number => one.caught / Math.max(1, one.events)

/** Classes that a row has room for; the tooltip names all. */
const SHOWN = 2

const COLUMNS: readonly ColumnSpec<LabelEntity>[] = [
  {
    id: 'name',
    header: 'Account',
    width: 'minmax(110px, 1.4fr)',
    cell: (one) => one.name,
    sortBy: (one) => one.name,
    title: (one) => one.name,
  },
  {
    id: 'alerts',
    header: 'Alerts',
    width: '70px',
    align: 'right',
    cell: (one) => count(one.alerts),
    sortBy: (one) => one.alerts,
  },
  {
    id: 'idle',
    header: 'Idle',
    width: '60px',
    align: 'right',
    cell: (one) => count(one.alerts - one.matched),
    sortBy: (one) => one.alerts - one.matched,
  },
  {
    id: 'events',
    header: 'Events',
    width: '84px',
    align: 'right',
    cell: (one) => count(one.events),
    sortBy: (one) => one.events,
  },
  {
    id: 'caught',
    header: 'Caught',
    width: '84px',
    align: 'right',
    cell: (one) => count(one.caught),
    sortBy: (one) => one.caught,
  },
  {
    id: 'share',
    header: 'Share caught',
    width: 'minmax(120px, 1fr)',
    cell: (one) => (
      <span className={classes.shareCell}>
        <span className={classes.track} aria-hidden>
          <span style={{ width: `${share(one) * 100}%`, background: 'var(--figure-series-1)' }} />
        </span>
        {percent(share(one))}
      </span>
    ),
    sortBy: share,
  },
  {
    id: 'classes',
    header: 'Classes',
    width: 'minmax(140px, 1.6fr)',
    cell: (one) => (
      <span className={classes.badges}>
        {one.classes.slice(0, SHOWN).map((name) => (
          <ClassBadge key={name} name={name} quiet />
        ))}
        {one.classes.length > SHOWN && <span className={classes.small}>+{one.classes.length - SHOWN}</span>}
      </span>
    ),
    title: (one) => one.classes.join(', '),
  },
]

export function Entities({ rule }: { rule: Rule }) {
  const table = useCall('labeling.entities', { rule: useSettled(rule, 120) }, { keepPrevious: true })
  return (
    <Panel
      title="Accounts"
      note={table.data && `${count(table.data.total)} that alerts name; idle alerts hold no event`}
      flush
    >
      <Loaded query={table}>
        {({ rows }) => (
          <DataTable
            label="Accounts"
            rows={rows}
            columns={COLUMNS}
            rowKey={(one) => one.name}
            maxHeight={560}
            onOpen={(one) => go('events', { filter: `user:"*${one.name.split(' on ')[0]}*"` })}
            empty="No alert names an account that the rule lets count"
          />
        )}
      </Loaded>
    </Panel>
  )
}
