/** One file to be added: how it is understood, corrected where wrong, and only then imported. */
import { Button, CloseButton, Loader } from '@mantine/core'
import { useState } from 'react'
import type { Inspection } from '../../../../preload/contract/evidence.ts'
import { bytes } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { askedOf, type Decisions } from './decisions.ts'
import { FileReading } from './file-reading.tsx'
import { ImportProgress } from './import-progress.tsx'
import classes from './understanding.module.css'
import { useImport } from './use-import.ts'

export function AddEvidence({ path, onClose }: { path: string; onClose: () => void }) {
  const [decisions, setDecisions] = useState<Decisions>({})
  const [broken, setBroken] = useState(false)
  const asked = askedOf(decisions)
  const inspection = useCall('evidence.inspect', { path, ...asked }, { staleTime: 0, keepPrevious: true })
  const name = path.split(/[\\/]/).pop() ?? path
  const decide = (next: Decisions | null): void => {
    setBroken(next === null)
    if (next !== null) setDecisions(next)
  }
  // A decision that the file cannot follow is told beside the last reading that it could.
  const failed = inspection.error && Object.keys(asked).length > 0
  return (
    <Panel
      title={name}
      note={noteOf(inspection.data, inspection.error !== null)}
      actions={
        <>
          {inspection.isFetching && inspection.data && (
            <Loader size={12} aria-label="Looking at the file again" />
          )}
          <CloseButton size="sm" aria-label={`Do not add ${name}`} onClick={onClose} />
        </>
      }
    >
      {failed && <ProblemAlert problem={inspection.error} onClose={() => setDecisions({})} />}
      {!failed && (
        <Loaded query={inspection} lines={8}>
          {(data) => (
            <ReadyFile
              inspection={data}
              decisions={decisions}
              broken={broken}
              settled={!inspection.isPlaceholderData}
              onDecide={decide}
              onClose={onClose}
            />
          )}
        </Loaded>
      )}
    </Panel>
  )
}

function noteOf(inspection: Inspection | undefined, failed: boolean): string {
  if (failed) return 'cannot be added'
  if (!inspection) return 'being looked at'
  const { kind, size, columns } = inspection
  return `${kind === 'alerts' ? 'alert export' : 'log capture'}, ${bytes(size)}, ${columns.length} columns, not imported yet`
}

interface ReadyFileProps {
  inspection: Inspection
  decisions: Decisions
  broken: boolean
  /** What is shown follows from what was decided: not while the file is looked at anew. */
  settled: boolean
  onDecide: (decisions: Decisions | null) => void
  onClose: () => void
}

function ReadyFile({ inspection, decisions, broken, settled, onDecide, onClose }: ReadyFileProps) {
  const work = useImport(inspection, onClose)
  if (work.busy) return <ImportProgress job={work.job} />
  return (
    <>
      {work.problem && <ProblemAlert problem={work.problem} />}
      <FileReading inspection={inspection} decisions={decisions} onDecide={onDecide} />
      <div className={classes.importFoot}>
        <Button
          onClick={() => work.start(decisions)}
          disabled={broken || !settled}
          leftSection={work.starting ? <Loader size={12} color="white" /> : undefined}
        >
          {inspection.kind === 'alerts' ? 'Import as alerts' : 'Import'}
        </Button>
        {broken && <span>The JSON has errors: correct it first.</span>}
      </div>
    </>
  )
}
