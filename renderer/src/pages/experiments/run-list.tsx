/** Every run of the case: what it was, how it did, and what is the matter with it. */
import type { RunSummary } from '../../../../preload/contract/experiment.ts'
import { count, decimal } from '../../../../preload/figures/format.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Skeletons } from '../../components/loaded/skeletons.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './experiments.module.css'

function Score({ run, id }: { run: RunSummary; id: string }) {
  const protocol = run.protocols.find((one) => one.id === id)
  if (!protocol) return <span className={classes.none}>–</span>
  const ills = protocol.ailments
  return (
    <span title={`${ills} ${ills === 1 ? 'ailment' : 'ailments'} found`}>
      {decimal(protocol.macroF1)}
      {ills > 0 && <sup className={classes.ills}>{ills}</sup>}
    </span>
  )
}

const protocolColumn = (id: 'E1' | 'E2' | 'E3'): ColumnSpec<RunSummary> => ({
  id,
  header: id,
  width: '54px',
  align: 'right',
  cell: (run) => <Score run={run} id={id} />,
  sortBy: (run) => run.protocols.find((one) => one.id === id)?.macroF1 ?? null,
})

const columns: readonly ColumnSpec<RunSummary>[] = [
  {
    id: 'name',
    header: 'Run',
    width: 'minmax(90px, 2fr)',
    cell: (run) => run.name,
    sortBy: (run) => run.name,
    title: (run) => `${run.name} (${run.id})`,
  },
  protocolColumn('E1'),
  protocolColumn('E2'),
  protocolColumn('E3'),
  {
    id: 'at',
    spare: true,
    header: 'When',
    width: '136px',
    cell: (run) => <TimeText micros={run.createdAt} precision="s" />,
    sortBy: (run) => run.createdAt,
  },
  {
    id: 'features',
    spare: true,
    header: 'Features',
    width: '54px',
    align: 'right',
    cell: (run) => count(run.features),
  },
  {
    id: 'seconds',
    spare: true,
    header: 'Seconds',
    width: '52px',
    align: 'right',
    cell: (run) => run.seconds.toFixed(1),
  },
  { id: 'seed', spare: true, header: 'Seed', width: '40px', align: 'right', cell: (run) => run.seed },
  {
    id: 'weights',
    spare: true,
    header: 'Weights',
    width: '92px',
    cell: (run) => <code title={run.weightsHash}>{run.weightsHash.slice(0, 12)}</code>,
  },
]

const NONE: readonly RunSummary[] = []

interface RunListProps {
  /** Undefined while they are asked for. */
  runs: readonly RunSummary[] | undefined
  open: string | null
  onOpen: (run: string) => void
}

export function RunList({ runs, open, onOpen }: RunListProps) {
  return (
    <Panel title="Runs" note={runs?.length ? 'macro F1; raised: ailments found' : undefined} flush>
      <DataTable
        label="Runs"
        rows={runs ?? NONE}
        columns={columns}
        rowKey={(run) => run.id}
        onOpen={(run) => onOpen(run.id)}
        openKey={open}
        maxHeight={280}
        empty={runs ? 'No run yet: choose the settings and press Run' : <Skeletons lines={1} />}
      />
    </Panel>
  )
}
