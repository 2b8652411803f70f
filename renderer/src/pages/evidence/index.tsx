/** The evidence: which files the case rests on, how they were read, and adding more with open eyes. */
import { Button } from '@mantine/core'
import { IconBookmark, IconFileImport, IconFolderPlus, IconPlus, IconShieldCheck } from '@tabler/icons-react'
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
import classes from './evidence.module.css'
import { ProfilesDialog } from './profiles-dialog.tsx'
import { SourceDetails } from './source-details.tsx'
import { SourceTable } from './source-table.tsx'
import { ToAdd } from './to-add.tsx'
import { useDropTarget } from './use-drop-target.ts'
import { VerifyResult } from './verify-result.tsx'

export default function EvidencePage() {
  const sources = useCall('evidence.list', {})
  const [paths, setPaths] = useState<readonly string[]>([])
  const [open, setOpen] = useState<number | null>(null)
  const verify = useJobStart('evidence.verify')
  const some = (sources.data?.length ?? 0) > 0
  const [profiles, setProfiles] = useState(false)
  const add = (more: readonly string[]): void => setPaths((before) => [...new Set([...before, ...more])])
  const choose = async (purpose: 'evidence' | 'folder'): Promise<void> => {
    const title = purpose === 'folder' ? 'Add all files of a folder' : 'Add evidence'
    const chosen = await choosePaths(purpose, title)
    if (chosen) add(chosen)
  }
  const drop = useDropTarget(add)
  useShortcuts([
    { keys: 'a', label: 'Add evidence', group: 'Evidence', run: () => void choose('evidence') },
    { keys: 'f', label: 'Add a folder of evidence', group: 'Evidence', run: () => void choose('folder') },
  ])
  useCommands([
    {
      id: 'add-evidence',
      title: 'Add evidence…',
      group: 'Evidence',
      icon: IconPlus,
      keys: 'a',
      run: () => void choose('evidence'),
    },
    {
      id: 'add-folder',
      title: 'Add a folder of evidence…',
      group: 'Evidence',
      icon: IconFolderPlus,
      keys: 'f',
      run: () => void choose('folder'),
    },
    {
      id: 'mapping-profiles',
      title: 'Mapping profiles…',
      group: 'Evidence',
      icon: IconBookmark,
      run: () => setProfiles(true),
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
      <Button variant="default" leftSection={<IconBookmark size={15} />} onClick={() => setProfiles(true)}>
        Profiles
      </Button>
      <Button
        variant="default"
        leftSection={<IconFolderPlus size={15} />}
        onClick={() => void choose('folder')}
      >
        Add folder
      </Button>
      <Button leftSection={<IconPlus size={15} />} onClick={() => void choose('evidence')}>
        Add files
      </Button>
    </>
  )
  return (
    <Page
      title="Evidence"
      note={drop.possible ? 'or drop files and folders anywhere on this page' : undefined}
      actions={actions}
      aside={aside}
    >
      <div className={classes.body} data-over={drop.over} {...drop.handlers}>
        {profiles && <ProfilesDialog onClose={() => setProfiles(false)} />}
        {paths.length > 0 && <ToAdd paths={paths} onClose={() => setPaths([])} />}
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
                  action={{ label: 'Add files', run: () => void choose('evidence') }}
                  second={{ label: 'Add folder', run: () => void choose('folder') }}
                >
                  Add log captures (tables, JSON, Zeek, Windows event logs and XML, Parquet, Arrow; plain or
                  packed) and the export of their alerts, one by one or a whole folder. You see how each file
                  is understood, and how sure that is, before anything is imported.
                </EmptyState>
              )
            )
          }
        </Loaded>
      </div>
    </Page>
  )
}
