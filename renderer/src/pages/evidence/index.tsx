/** The evidence: which files the case rests on, how they were read, and adding more with open eyes. */
import { Button } from '@mantine/core'
import { IconFileImport, IconPlus, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { VerifyCheck } from '../../../../preload/contract/evidence.ts'
import { useCall } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { useCommands } from '../../app/palette/commands.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { choosePaths } from '../../components/file-chooser/choose.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Page } from '../../components/page/page.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { AddEvidence } from './add-evidence.tsx'
import classes from './evidence.module.css'
import { SourceDetails } from './source-details.tsx'
import { SourceTable } from './source-table.tsx'
import { useDropTarget } from './use-drop-target.ts'
import { VerifyResult } from './verify-result.tsx'

export default function EvidencePage() {
  const sources = useCall('evidence.list', {})
  const [paths, setPaths] = useState<readonly string[]>([])
  const [open, setOpen] = useState<number | null>(null)
  const verify = useJobStart('evidence.verify')
  const some = (sources.data?.length ?? 0) > 0
  const choose = async (): Promise<void> => {
    const chosen = await choosePaths('evidence', 'Add evidence')
    if (chosen) setPaths((before) => [...new Set([...before, ...chosen])])
  }
  const drop = useDropTarget((dropped) => setPaths((before) => [...new Set([...before, ...dropped])]))
  useShortcuts([{ keys: 'a', label: 'Add evidence', group: 'Evidence', run: () => void choose() }])
  useCommands([
    {
      id: 'add-evidence',
      title: 'Add evidence…',
      group: 'Evidence',
      icon: IconPlus,
      keys: 'a',
      run: () => void choose(),
    },
  ])
  const source = sources.data?.find((one) => one.id === open)
  const aside = source
    ? {
        title: source.name,
        body: <SourceDetails key={source.id} source={source} />,
        onClose: () => setOpen(null),
      }
    : null
  const actions = (
    <>
      {some && (
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={15} />}
          loading={verify.busy}
          onClick={() => verify.start({})}
        >
          Verify case
        </Button>
      )}
      <Button leftSection={<IconPlus size={15} />} onClick={() => void choose()}>
        Add files
      </Button>
    </>
  )
  return (
    <Page
      title="Evidence"
      note={drop.possible ? 'or drop files anywhere on this page' : undefined}
      actions={actions}
      aside={aside}
    >
      <div className={classes.body} data-over={drop.over} {...drop.handlers}>
        {paths.map((path) => (
          <AddEvidence key={path} path={path} onClose={() => setPaths(paths.filter((one) => one !== path))} />
        ))}
        {verify.problem && <ProblemAlert problem={verify.problem} onClose={verify.reset} />}
        {verify.job?.state === 'done' && (
          <VerifyResult
            result={verify.job.result as { ok: boolean; checks: VerifyCheck[] }}
            onClose={verify.reset}
          />
        )}
        <Loaded query={sources} lines={5}>
          {(list) =>
            list.length > 0 ? (
              <SourceTable sources={list} open={open} onOpen={setOpen} />
            ) : (
              paths.length === 0 && (
                <EmptyState
                  icon={IconFileImport}
                  title="No evidence yet"
                  action={{ label: 'Add files', run: () => void choose() }}
                >
                  Add a log capture (CSV, NDJSON or JSON, plain or compressed) and the export of its alerts.
                  You see how each file is understood before anything is imported.
                </EmptyState>
              )
            )
          }
        </Loaded>
      </div>
    </Page>
  )
}
