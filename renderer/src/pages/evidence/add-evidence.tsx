/** One file to be added: how it is understood, corrected where wrong, and only then imported. */
import { Button, CloseButton, Loader } from '@mantine/core'
import type { Inspection, Mapping } from '../../../../preload/contract/evidence.ts'
import { useState } from 'react'
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { AlertOptions, type Anchor } from './alert-options.tsx'
import { FirstRows } from './first-rows.tsx'
import { ImportProgress } from './import-progress.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { Understanding } from './understanding.tsx'
import { useImport } from './use-import.ts'

export function AddEvidence({ path, onClose }: { path: string; onClose: () => void }) {
  const inspection = useCall('evidence.inspect', { path }, { staleTime: 0 })
  const name = path.split(/[\\/]/).pop() ?? path
  const kind = inspection.data?.kind === 'alerts' ? 'alert export' : 'log capture'
  const note = inspection.data
    ? `${kind}, not imported yet`
    : inspection.error
      ? 'cannot be added'
      : 'being looked at'
  return (
    <Panel
      title={name}
      note={note}
      actions={<CloseButton size="sm" aria-label={`Do not add ${name}`} onClick={onClose} />}
    >
      <Loaded query={inspection} lines={5}>
        {(data) => <Inspected inspection={data} onClose={onClose} />}
      </Loaded>
    </Panel>
  )
}

function Inspected({ inspection, onClose }: { inspection: Inspection; onClose: () => void }) {
  const [mapping, setMapping] = useState<Mapping | null>(inspection.mapping)
  const [zone, setZone] = useState(inspection.zone)
  const [anchor, setAnchor] = useState<Anchor>('fired')
  const work = useImport(inspection, onClose)
  const begin = (): void => work.start({ zone: zone === inspection.zone ? undefined : zone, mapping, anchor })
  if (work.busy) return <ImportProgress job={work.job} />
  const alerts = inspection.kind === 'alerts'
  return (
    <>
      {work.problem && <ProblemAlert problem={work.problem} />}
      <Understanding inspection={inspection} zone={zone} onZone={setZone} />
      {alerts ? (
        <AlertOptions anchor={anchor} onAnchor={setAnchor} />
      ) : (
        <MappingEditor inspection={inspection} onChange={setMapping} />
      )}
      <FirstRows inspection={inspection} mapping={mapping ?? inspection.mapping} />
      <Button
        mt="sm"
        onClick={begin}
        disabled={mapping === null}
        leftSection={work.starting ? <Loader size={12} color="white" /> : undefined}
      >
        {alerts ? 'Import as alerts' : 'Import'}
      </Button>
      {mapping === null && <span style={{ marginLeft: 10 }}>The mapping has errors: correct it first.</span>}
    </>
  )
}
