/** Two fields against each other under the present filter: darker is more; a click on a cell shows its events. */
import { Modal, Select } from '@mantine/core'
import { useState } from 'react'
import { filterTerm } from '../../../../preload/contract/filter-term.ts'
import type { CrossTable } from '../../../../preload/contract/groups.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { visible } from '../../../../preload/figures/visible.ts'
import { useStream } from '../../api/use-stream.ts'
import { Skeletons } from '../../components/loaded/skeletons.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './cross-dialog.module.css'
import type { Selection } from './use-selection.ts'

interface CrossDialogProps {
  field: string
  fields: readonly string[]
  selection: Selection
  onTerms: (terms: string[]) => void
  onClose: () => void
}

export function CrossDialog({ field, fields, selection, onTerms, onClose }: CrossDialogProps) {
  const [down, setDown] = useState(field)
  const [across, setAcross] = useState(field === 'action' ? 'host' : 'action')
  const stream = useStream('events.cross', { ...selection, by: [down, across], rows: 40, columns: 12 })
  const table = stream.last?.result ?? null
  return (
    <Modal
      opened
      onClose={onClose}
      title="Cross table"
      size="auto"
      classNames={{ content: classes.content ?? '' }}
    >
      <div className={classes.choices}>
        <FieldSelect label="Down" value={down} fields={fields} onChange={setDown} />
        <FieldSelect label="Across" value={across} fields={fields} onChange={setAcross} />
        <output>
          {table
            ? `${count(table.total)} events${selection.filter ? ` with ${visible(selection.filter)}` : ''}`
            : `counting, ${percent(stream.newest?.fraction ?? 0, 0)}`}
        </output>
      </div>
      {stream.problem && <ProblemAlert problem={stream.problem} />}
      {table ? <Cells table={table} onTerms={onTerms} /> : !stream.problem && <Skeletons lines={8} />}
      {table?.cut && (
        <p className={classes.note}>
          More different values than are kept: each with at most {count(table.cut)} events may be missing.
        </p>
      )}
    </Modal>
  )
}

interface FieldSelectProps {
  label: string
  value: string
  fields: readonly string[]
  onChange: (field: string) => void
}

function FieldSelect({ label, value, fields, onChange }: FieldSelectProps) {
  return (
    <Select
      label={label}
      data={[...new Set([value, ...fields])]}
      value={value}
      searchable
      allowDeselect={false}
      onChange={(next) => next && onChange(next)}
      w={230}
    />
  )
}

function Cells({ table, onTerms }: { table: CrossTable; onTerms: (terms: string[]) => void }) {
  const { by, columns, rows, otherRows, missingRows } = table
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.slice(0, columns.length)))
  const rest = [
    { name: 'other', ...otherRows },
    { name: 'no value', ...missingRows },
  ].filter((row) => row.count > 0)
  const sums = sumsOf([...rows, ...rest].map(({ cells }) => cells))
  const tails = [columns.length, columns.length + 1].filter((at) => sums[at]! > 0)
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{by[0]}</th>
            <th scope="col">all</th>
            {columns.map(({ value }) => (
              <th key={value} scope="col" title={value}>
                <span>{visible(value)}</span>
              </th>
            ))}
            {tails.map((at) => (
              <th key={at} scope="col">
                {at === columns.length ? 'other' : 'no value'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ value, count: all, cells }) => (
            <tr key={value}>
              <th scope="row" title={value}>
                <span>{visible(value)}</span>
              </th>
              <td>{count(all)}</td>
              {columns.map((column, at) => (
                <Cell
                  key={column.value}
                  found={cells[at]!}
                  most={most}
                  name={`${value}, ${column.value}`}
                  onOpen={() => onTerms([filterTerm(by[0], value), filterTerm(by[1], column.value)])}
                />
              ))}
              {tails.map((at) => (
                <td key={at}>{count(cells[at])}</td>
              ))}
            </tr>
          ))}
          {rest.map(({ name, count: all, cells }) => (
            <tr key={name} className={classes.rest}>
              <th scope="row">{name}</th>
              <td>{count(all)}</td>
              {[...columns.keys(), ...tails].map((at) => (
                <td key={at}>{count(cells[at])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  found: number
  most: number
  name: string
  onOpen: () => void
}

function Cell({ found, most, name, onOpen }: CellProps) {
  if (found === 0) return <td>0</td>
  // Square roots: a few events stay visible beside a million.
  const share = Math.round(60 * Math.sqrt(found / most))
  return (
    <td style={{ background: `color-mix(in srgb, var(--t-bar) ${share}%, transparent)` }}>
      <button type="button" onClick={onOpen} aria-label={`${name}: ${count(found)} events`}>
        {count(found)}
      </button>
    </td>
  )
}

function sumsOf(lists: readonly (readonly number[])[]): number[] {
  const sums: number[] = []
  for (const list of lists) for (const [at, value] of list.entries()) sums[at] = (sums[at] ?? 0) + value
  return sums
}
