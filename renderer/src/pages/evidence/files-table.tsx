/** One line a file: what it is, when and who, how sure that is, and what it asks. */
import { ActionIcon, Badge, Loader, Tooltip } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { bytes } from '../../../../preload/figures/format.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Confidence } from './confidence.tsx'
import { type Decisions, leastConfidence, PART_NAMES, questionsOf } from './decisions.ts'
import classes from './many-files.module.css'
import type { Looked } from './use-survey.ts'

export interface ListedFile {
  path: string
  size: number
  decisions: Decisions
  looked: Looked | null
  latest: Looked | null
  leftOut?: boolean
}

interface FilesTableProps {
  files: readonly ListedFile[]
  folder: string
  open: string | null
  onOpen: (path: string) => void
  onLeaveOut: (path: string) => void
}

export function FilesTable({ files, folder, open, onOpen, onLeaveOut }: FilesTableProps) {
  return (
    <DataTable
      label="Files to be added"
      rows={files.toSorted((a, b) => need(b) - need(a))}
      columns={columnsFor(folder, onLeaveOut)}
      rowKey={(file) => file.path}
      onOpen={(file) => onOpen(file.path)}
      openKey={open}
      maxHeight={420}
    />
  )
}

/** Those that cannot be read stand first, then those that ask the most. The order of equals stays, also while one is looked at anew. */
function need({ latest, leftOut }: ListedFile): number {
  if (leftOut) return -1
  if (latest?.problem) return 1000
  return latest?.inspection ? questionsOf(latest.inspection).length : 0
}

function columnsFor(folder: string, onLeaveOut: (path: string) => void): readonly ColumnSpec<ListedFile>[] {
  return [
    {
      id: 'name',
      header: 'File',
      width: 'minmax(150px, 2fr)',
      cell: (file) => (
        <span className={classes.name} data-out={file.leftOut}>
          {nameIn(folder, file.path)}
        </span>
      ),
      sortBy: (file) => file.path,
      title: (file) => file.path,
    },
    {
      id: 'kind',
      header: 'Kind',
      width: '76px',
      cell: ({ looked }) =>
        looked === null ? <Loader size={11} aria-label="being looked at" /> : <Kind looked={looked} />,
      sortBy: ({ looked }) => looked?.inspection?.kind ?? '',
    },
    {
      id: 'form',
      header: 'Form',
      width: 'minmax(110px, 1fr)',
      cell: (file) => formOf(file),
      sortBy: (file) => formOf(file),
      title: (file) => formOf(file),
    },
    {
      id: 'time',
      header: 'Time',
      width: 'minmax(110px, 1fr)',
      cell: ({ looked }) => timeOf(looked),
      title: ({ looked }) => looked?.inspection?.zoneEvidence ?? '',
    },
    {
      id: 'users',
      header: 'Accounts',
      width: 'minmax(90px, 1fr)',
      cell: ({ looked }) => looked?.inspection?.mapping.users.join(', ') ?? '',
      title: ({ looked }) => looked?.inspection?.mapping.users.join(', ') ?? '',
    },
    {
      id: 'sure',
      header: 'Least sure',
      width: '96px',
      cell: ({ looked }) => looked?.inspection && <Confidence value={leastConfidence(looked.inspection)} />,
      sortBy: ({ looked }) => (looked?.inspection ? leastConfidence(looked.inspection) : null),
    },
    {
      id: 'asks',
      header: 'Asks, or why not',
      width: 'minmax(150px, 1.6fr)',
      cell: ({ looked, path }) => <Asks looked={looked} path={path} />,
      title: ({ looked }) => asksOf(looked),
    },
    {
      id: 'size',
      header: 'Size',
      width: '70px',
      align: 'right',
      cell: (file) => bytes(file.size),
      sortBy: (file) => file.size,
    },
    {
      id: 'out',
      header: '',
      width: '30px',
      cell: (file) => <LeaveOut file={file} onLeaveOut={onLeaveOut} />,
    },
  ]
}

function Kind({ looked: { inspection } }: { looked: Looked }) {
  if (!inspection) return <span className={classes.refused}>refused</span>
  return (
    <Badge size="sm" variant="light" color={inspection.kind === 'alerts' ? 'red' : 'accent'}>
      {inspection.kind}
    </Badge>
  )
}

function formOf({ looked }: ListedFile): string {
  const inspection = looked?.inspection
  if (!inspection) return ''
  const form = inspection.guesses.find(({ part }) => part === 'format')?.value ?? inspection.format
  return inspection.compression === 'none' ? form : `${form}, ${inspection.compression}`
}

function timeOf(looked: Looked | null): string {
  const inspection = looked?.inspection
  if (!inspection) return ''
  return inspection.mapping.time === null ? 'none' : `${inspection.mapping.time} · ${inspection.zone}`
}

function asksOf(looked: Looked | null): string {
  if (looked?.problem) return [looked.problem.message, looked.problem.advice].filter(Boolean).join(' ')
  const questions = looked?.inspection ? questionsOf(looked.inspection) : []
  return questions.map(({ part, question }) => `${PART_NAMES[part]}: ${question}`).join('\n')
}

function Asks({ looked, path }: Pick<ListedFile, 'looked' | 'path'>) {
  if (looked?.problem)
    return <span className={classes.refused}>{withoutPath(looked.problem.message, path)}</span>
  const parts = looked?.inspection ? questionsOf(looked.inspection).map(({ part }) => PART_NAMES[part]) : []
  return <span className={classes.asks}>{parts.join(', ')}</span>
}

function LeaveOut({ file, onLeaveOut }: { file: ListedFile; onLeaveOut: (path: string) => void }) {
  if (!file.looked?.inspection) return null
  const label = file.leftOut ? 'Take it in again' : 'Leave it out'
  const name = file.path.split(/[\\/]/).pop() ?? file.path
  return (
    <Tooltip label={label}>
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={`${label}: ${name}`}
        onClick={() => onLeaveOut(file.path)}
      >
        {file.leftOut ? <IconEyeOff size={14} /> : <IconEye size={14} />}
      </ActionIcon>
    </Tooltip>
  )
}

/** The folder that all of these lie in, with its separator; empty where they share none. */
export function sharedFolder(paths: readonly string[]): string {
  const [first = '', ...rest] = paths
  let end = Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1
  while (end > 0 && !rest.every((path) => path.startsWith(first.slice(0, end)))) {
    const shorter = first.slice(0, end - 1)
    end = Math.max(shorter.lastIndexOf('/'), shorter.lastIndexOf('\\')) + 1
  }
  return first.slice(0, end)
}

/** A message about a file, where the file is named beside it. */
export const withoutPath = (message: string, path: string): string => message.replace(path, '').trim()

export const nameIn = (folder: string, path: string): string => path.slice(folder.length)
