/** The custody log: what was done to this case, by whom, when, and that nobody changed the story since. */
import { IconCircleCheck, IconAlertTriangle } from '@tabler/icons-react'
import type { CustodyEntry } from '../../../../preload/contract/custody.ts'
import { counted } from '../../../../preload/figures/format.ts'
import type { Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { Hash } from '../../components/hash/hash.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Page } from '../../components/page/page.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import { useState } from 'react'
import classes from './custody.module.css'
import { EntryDetails } from './entry-details.tsx'
import { useCustodyLog } from './use-custody-log.ts'

const columns: readonly ColumnSpec<CustodyEntry>[] = [
  {
    id: 'seq',
    header: '#',
    width: '48px',
    align: 'right',
    cell: (entry) => entry.seq,
    sortBy: (entry) => entry.seq,
  },
  {
    id: 'at',
    header: 'When',
    width: '190px',
    cell: (entry) => <TimeText micros={entry.at} precision="ms" />,
  },
  {
    id: 'action',
    header: 'What',
    width: 'minmax(130px, 1fr)',
    cell: (entry) => entry.action,
    sortBy: (entry) => entry.action,
  },
  {
    id: 'details',
    header: 'Details',
    width: 'minmax(160px, 3fr)',
    cell: (entry) => <code>{short(entry.details)}</code>,
  },
  {
    id: 'actor',
    header: 'Who',
    width: '130px',
    cell: (entry) => entry.actor,
    sortBy: (entry) => entry.actor,
    title: (entry) => entry.actor,
  },
  { id: 'version', header: 'Version', width: '64px', cell: (entry) => entry.version },
  { id: 'hash', header: 'Hash', width: '110px', cell: (entry) => <code>{entry.hash.slice(0, 12)}</code> },
]

/** The details in one line; instants and hashes, which say little at a glance, are left to the panel. */
function short(details: Record<string, unknown>): string {
  const plain = Object.entries(details).filter(
    ([, value]) => !(typeof value === 'number' && value > 1e14) && !/^[0-9a-f]{64}$/.test(String(value)),
  )
  return plain
    .map(
      ([name, value]) => `${name} ${typeof value === 'string' ? value.slice(0, 40) : JSON.stringify(value)}`,
    )
    .join(' · ')
}

export default function CustodyPage() {
  const [open, setOpen] = useState<number | null>(null)
  const head = useCall('custody.log', { offset: 0, limit: 1 })
  const log = useCustodyLog(head.data?.total)
  const entry = log.entries.find((one) => one.seq === open)
  const aside = entry && {
    title: `Entry ${entry.seq}`,
    body: <EntryDetails entry={entry} />,
    onClose: () => setOpen(null),
  }
  return (
    <Page title="Custody" note={head.data && <ChainState head={head.data} />} aside={aside ?? null} fill>
      <div className={classes.body}>
        <Loaded query={head} lines={8}>
          {() => (
            <DataTable
              label="Custody log"
              rows={log.entries}
              columns={columns}
              rowKey={(one) => one.seq}
              onOpen={(one) => setOpen(one.seq)}
              openKey={open}
              empty={log.pending ? 'Loading…' : 'Nothing was recorded yet'}
            />
          )}
        </Loaded>
      </div>
    </Page>
  )
}

function ChainState({ head }: { head: Output<'custody.log'> }) {
  const Icon = head.intact ? IconCircleCheck : IconAlertTriangle
  const text = head.intact
    ? `chain intact over ${counted(head.total, 'entry', 'entries')}`
    : `chain broken at entry ${head.brokenAt ?? '?'}: the log was changed afterwards`
  return (
    <span className={classes.state} data-intact={head.intact}>
      <Icon size={15} aria-hidden /> {text} · tip <Hash value={head.tip} label="custody tip" />
    </span>
  )
}
