/** What came of many files: imported, there already, refused and why. */
import { Button } from '@mantine/core'
import { useMemo } from 'react'
import type { FileOutcome, ImportedFiles } from '../../../../preload/contract/import-files.ts'
import type { ProblemShape } from '../../../../preload/contract/problem.ts'
import { count, counted } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { nameIn, withoutPath } from './files-table.tsx'
import classes from './many-files.module.css'

interface OutcomesProps {
  paths: readonly string[]
  folder: string
  /** Files that could not be looked at, and so were not tried. */
  refused: readonly { path: string; problem: ProblemShape }[]
  /** Null after a cancel: what is in the case by then tells. */
  result: ImportedFiles | null
  onClose: () => void
}
interface Line extends Omit<FileOutcome, 'state' | 'as' | 'sha256'> {
  state: FileOutcome['state'] | 'not imported'
}

const STATES: Record<Line['state'], string> = {
  refused: 'refused',
  'not imported': 'not imported',
  known: 'there already',
  imported: 'imported',
}
const ORDER = Object.keys(STATES)

export function Outcomes({ paths, folder, refused, result, onClose }: OutcomesProps) {
  const sources = useCall('evidence.list', {}, { enabled: result === null })
  const lines = useMemo<Line[]>(() => {
    const nothing = { source: null, rows: 0, accepted: 0, rejected: 0, problem: null }
    const now = paths.map((path): Line => {
      const found = sources.data?.find((source) => source.path === path)
      if (!found) return { path, state: 'not imported', ...nothing }
      const { id: source, rows, accepted, rejected } = found
      return { path, state: 'imported', source, rows, accepted, rejected, problem: null }
    })
    const out = refused.map((one): Line => ({ ...nothing, ...one, state: 'refused' }))
    return [...out, ...(result?.files ?? now)].toSorted(
      (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
    )
  }, [paths, refused, result, sources.data])
  const many = (state: Line['state']): number => lines.filter((line) => line.state === state).length
  const note = ORDER.map((state) => [many(state as Line['state']), STATES[state as Line['state']]] as const)
    .filter(([number]) => number > 0)
    .map(([number, text]) => `${count(number)} ${text}`)
    .join(', ')
  return (
    <Panel
      title={
        result ? `Imported ${counted(result.accepted, 'event or alert', 'events and alerts')}` : 'Canceled'
      }
      note={note}
      flush
      actions={
        <Button size="compact-sm" variant="default" onClick={onClose}>
          Done
        </Button>
      }
    >
      <DataTable
        label="What came of the files"
        rows={lines}
        columns={columnsFor(folder)}
        rowKey={(line) => line.path}
        maxHeight={420}
      />
    </Panel>
  )
}

function columnsFor(folder: string): readonly ColumnSpec<Line>[] {
  const number = (id: 'rows' | 'accepted' | 'rejected', header: string): ColumnSpec<Line> => ({
    id,
    header,
    width: '78px',
    align: 'right',
    cell: (line) => (line.source === null ? '' : count(line[id])),
    sortBy: (line) => line[id],
  })
  return [
    {
      id: 'name',
      header: 'File',
      width: 'minmax(150px, 2fr)',
      cell: (line) => <span className={classes.name}>{nameIn(folder, line.path)}</span>,
      sortBy: (line) => line.path,
      title: (line) => line.path,
    },
    {
      id: 'state',
      header: 'Result',
      width: '104px',
      cell: ({ state }) => (
        <span className={classes.state} data-state={state}>
          {STATES[state]}
        </span>
      ),
      sortBy: ({ state }) => ORDER.indexOf(state),
    },
    number('rows', 'Rows'),
    number('accepted', 'Accepted'),
    number('rejected', 'Rejected'),
    {
      id: 'why',
      header: 'Why',
      width: 'minmax(160px, 2fr)',
      cell: (line) => whyOf(line),
      title: (line) => whyOf(line),
    },
  ]
}

function whyOf({ problem, path, state }: Line): string {
  if (state === 'known') return 'The very same file is in the case already; nothing was imported again.'
  if (!problem) return ''
  return [withoutPath(problem.message, path), problem.advice].filter(Boolean).join(' ')
}
