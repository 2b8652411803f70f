/** What is about to be added: paths become files (a folder all that is in it), one is shown whole, several in a table. */
import { CloseButton } from '@mantine/core'
import { useCall } from '../../api/use-call.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { AddEvidence } from './add-evidence.tsx'
import { ManyFiles } from './many-files.tsx'

export function ToAdd({ paths, onClose }: { paths: readonly string[]; onClose: () => void }) {
  const found = useCall('evidence.files', { paths: [...paths] }, { staleTime: 0 })
  return (
    <Loaded query={found}>
      {({ files, truncated }) => {
        const [only] = files
        if (only && files.length === 1)
          return <AddEvidence key={only.path} path={only.path} onClose={onClose} />
        if (only)
          return <ManyFiles key={paths.join('\n')} found={files} truncated={truncated} onClose={onClose} />
        return (
          <Panel
            title="Nothing to add"
            actions={<CloseButton size="sm" aria-label="Close" onClick={onClose} />}
          >
            <EmptyState title="This folder holds no files">
              Hidden files and case files are passed over. Choose another folder, or the files themselves.
            </EmptyState>
          </Panel>
        )
      }}
    </Loaded>
  )
}
