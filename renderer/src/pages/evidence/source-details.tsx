/** How a file was read: its zone and why, its mapping, its columns, and the rows that were rejected. */
import { Tabs } from '@mantine/core'
import { useMemo } from 'react'
import type { Source, SourceColumn } from '../../../../preload/contract/evidence.ts'
import { bytes, count, percent } from '../../../../preload/figures/format.ts'
import { Facts } from '../../components/facts/facts.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { Hash } from '../../components/hash/hash.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './evidence.module.css'
import { RejectedRows } from './rejected-rows.tsx'

export function SourceDetails({ source }: { source: Source }) {
  return (
    <Tabs defaultValue={source.rejected > 0 ? 'rejected' : 'reading'} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="reading">Reading</Tabs.Tab>
        {source.columns.length > 0 && (
          <Tabs.Tab value="columns">Columns ({count(source.columns.length)})</Tabs.Tab>
        )}
        <Tabs.Tab value="rejected">Rejected ({count(source.rejected)})</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="reading" pt="sm">
        <Reading source={source} />
      </Tabs.Panel>
      <Tabs.Panel value="columns" pt="sm">
        <Columns source={source} />
      </Tabs.Panel>
      <Tabs.Panel value="rejected" pt="sm">
        <RejectedRows source={source.id} count={source.rejected} rows={source.rows} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Reading({ source }: { source: Source }) {
  const { mapping } = source
  return (
    <Facts>
      <dt>Path</dt>
      <dd className={classes.small}>{source.path}</dd>
      <dt>Read by</dt>
      <dd>
        {source.reader}, {bytes(source.size)}
      </dd>
      <dt>Zone</dt>
      <dd>
        {source.zone}: {source.zoneEvidence}
      </dd>
      <dt>SHA-256</dt>
      <dd>
        <Hash value={source.sha256} label="SHA-256" length={24} />
      </dd>
      <dt>Imported</dt>
      <dd>
        <TimeText micros={source.importedAt} precision="s" />
      </dd>
      {mapping && (
        <>
          <dt>Time</dt>
          <dd>
            <code>{mapping.time ?? 'none'}</code>
            {mapping.timeUnit && ` in ${mapping.timeUnit}`}
          </dd>
          <dt>Host</dt>
          <dd>
            <code>{mapping.host ?? 'none'}</code>
          </dd>
          <dt>Users</dt>
          <dd>
            <code>{mapping.users.join(', ') || 'none'}</code>
          </dd>
          <dt>Action</dt>
          <dd>
            <code>{mapping.action ?? 'none'}</code>
          </dd>
          <dt>Labels</dt>
          <dd>
            <code>{mapping.labels.join(', ') || 'none'}</code>
          </dd>
        </>
      )}
    </Facts>
  )
}

/** @param accepted rows of the source, which `nulls` counts over */
function columnsOf(accepted: number): readonly ColumnSpec<SourceColumn>[] {
  const filled = (one: SourceColumn): number | null => (accepted > 0 ? 1 - one.nulls / accepted : null)
  return [
    {
      id: 'name',
      header: 'Column',
      width: 'minmax(120px, 2fr)',
      cell: (one) => one.name,
      sortBy: (one) => one.name,
      title: (one) => one.name,
    },
    { id: 'type', header: 'Type', width: '62px', cell: (one) => one.type, sortBy: (one) => one.type },
    {
      id: 'filled',
      header: 'Filled',
      width: '62px',
      align: 'right',
      cell: (one) => percent(filled(one)),
      sortBy: filled,
    },
    {
      id: 'distinct',
      header: 'Distinct',
      width: '64px',
      align: 'right',
      cell: (one) => count(one.distinct),
      sortBy: (one) => one.distinct,
    },
  ]
}

function Columns({ source }: { source: Source }) {
  const columns = useMemo(() => columnsOf(source.accepted), [source.accepted])
  return (
    <DataTable
      label="Columns"
      rows={source.columns}
      columns={columns}
      rowKey={(one) => one.name}
      maxHeight={560}
    />
  )
}
