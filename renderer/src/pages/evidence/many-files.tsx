/** Many files at once: how each is understood in one line, those that need a person first, and one import for all. */
import { Button, CloseButton, Progress } from '@mantine/core'
import { useState } from 'react'
import type { FileToImport } from '../../../../preload/contract/evidence.ts'
import type { ImportedFiles } from '../../../../preload/contract/import-files.ts'
import { byProfile } from '../../../../preload/contract/profile-of.ts'
import { bytes, counted } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { questionsOf } from './decisions.ts'
import { FileReading } from './file-reading.tsx'
import { FilesTable, type ListedFile, nameIn, sharedFolder } from './files-table.tsx'
import { ImportProgress } from './import-progress.tsx'
import classes from './many-files.module.css'
import { Outcomes } from './outcomes.tsx'
import { type FoundFile, useSurvey } from './use-survey.ts'

interface ManyFilesProps {
  found: readonly FoundFile[]
  truncated: boolean
  onClose: () => void
}

export function ManyFiles({ found, truncated, onClose }: ManyFilesProps) {
  const survey = useSurvey(found)
  const [open, setOpen] = useState<string | null>(null)
  const [out, setOut] = useState<ReadonlySet<string>>(new Set())
  const [broken, setBroken] = useState<string | null>(null)
  const work = useJobStart('evidence.importFiles')
  const ready = survey.files.filter((file) => file.looked?.inspection && !out.has(file.path))
  const begin = (): void =>
    work.start({
      files: ready.map(({ path, decisions, looked }): FileToImport => ({
        path,
        ...decisions,
        as: looked!.inspection!.kind,
      })),
    })
  const folder = sharedFolder(found.map(({ path }) => path))
  const opened = survey.files.find(({ path }) => path === open)
  const title = `${found.length} files`
  const close = <CloseButton size="sm" aria-label="Do not add these files" onClick={onClose} />
  if (work.busy && work.job) {
    return (
      <Panel title={title} note="each is in the case whole or not at all">
        <ImportProgress job={work.job} />
      </Panel>
    )
  }
  if (work.job && work.job.state !== 'failed') {
    const result = work.job.state === 'done' ? (work.job.result as ImportedFiles) : null
    const refused = survey.files.flatMap(({ path, looked }) =>
      looked?.problem ? [{ path, problem: looked.problem }] : [],
    )
    const paths = ready.map(({ path }) => path)
    return <Outcomes paths={paths} folder={folder} refused={refused} result={result} onClose={onClose} />
  }
  return (
    <>
      <Panel title={title} note={noteOf(found, truncated, folder)} actions={close} flush>
        {work.problem && <ProblemAlert problem={work.problem} />}
        {survey.done < found.length && (
          <Progress
            value={(100 * survey.done) / found.length}
            size="xs"
            radius={0}
            aria-label="Files looked at"
          />
        )}
        <FilesTable
          files={survey.files.map((file) => ({ ...file, leftOut: out.has(file.path) }))}
          folder={folder}
          open={open}
          onOpen={setOpen}
          onLeaveOut={(path) => setOut((before) => toggled(before, path))}
        />
        <div className={classes.foot}>
          <Button
            onClick={begin}
            disabled={
              ready.length === 0 || survey.done < found.length || (broken !== null && broken === open)
            }
            loading={work.busy}
          >
            Import {counted(ready.length, 'file')}
          </Button>
          <Standing files={survey.files} out={out} />
          <SharedProfiles files={survey.files} onUse={survey.decide} />
        </div>
      </Panel>
      {opened?.latest?.inspection && (
        <Panel
          title={nameIn(folder, opened.path)}
          note="decided here, for this file alone"
          actions={<CloseButton size="sm" aria-label="Close this file" onClick={() => setOpen(null)} />}
        >
          <FileReading
            key={opened.path}
            inspection={opened.latest.inspection}
            decisions={opened.decisions}
            onDecide={(next) => {
              setBroken(next === null ? opened.path : null)
              if (next) survey.decide([opened.path], next)
            }}
          />
        </Panel>
      )}
      {opened?.latest?.problem && (
        <ProblemAlert problem={opened.latest.problem} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

function noteOf(found: readonly FoundFile[], truncated: boolean, folder: string): string {
  const size = bytes(found.reduce((sum, file) => sum + file.size, 0))
  return `${size}${folder ? ` in ${folder}` : ''}${truncated ? '; there are more, which are not taken at once' : ''}`
}

function toggled(set: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(path)) next.add(path)
  return next
}

/** What stands in the way of importing them all, in words. */
function Standing({ files, out }: { files: readonly ListedFile[]; out: ReadonlySet<string> }) {
  const looking = files.filter(({ looked }) => looked === null).length
  const refused = files.filter(({ looked }) => looked?.problem).length
  const asking = files.filter(
    ({ looked, path }) => looked?.inspection && !out.has(path) && questionsOf(looked.inspection).length > 0,
  ).length
  const parts = [
    looking > 0 && `${counted(looking, 'file')} still to be looked at`,
    refused > 0 && `${counted(refused, 'file')} cannot be read and ${refused === 1 ? 'stays' : 'stay'} out`,
    out.size > 0 && `${counted(out.size, 'file')} left out by you`,
    asking > 0 &&
      `${counted(asking, 'file')} ${asking === 1 ? 'asks' : 'ask'} something: open ${asking === 1 ? 'it' : 'them'}, or import as assumed`,
  ].filter(Boolean)
  return (
    <span className={classes.standing} aria-live="polite">
      {parts.join(' · ') || 'All are understood.'}
    </span>
  )
}

/** A profile that fits several of them is one click for all. */
function SharedProfiles({
  files,
  onUse,
}: {
  files: readonly ListedFile[]
  onUse: (paths: readonly string[], decisions: Omit<FileToImport, 'path' | 'only'>) => void
}) {
  const stored = useCall('profiles.list', {})
  const fits = new Map<string, { name: string; paths: string[] }>()
  for (const { path, looked } of files) {
    const [best] = looked?.inspection?.profiles ?? []
    if (!best) continue
    const entry = fits.get(best.id) ?? { name: best.name, paths: [] }
    entry.paths.push(path)
    fits.set(best.id, entry)
  }
  const use = (id: string, paths: readonly string[]): void => {
    const profile = stored.data?.profiles.find((one) => one.id === id)?.profile
    if (!profile) return
    const { path: _, ...decisions } = byProfile('', profile)
    onUse(paths, decisions)
  }
  return [...fits].map(([id, { name, paths }]) => (
    <Button key={id} variant="default" size="compact-sm" onClick={() => use(id, paths)}>
      Use profile {name} for {counted(paths.length, 'file')}
    </Button>
  ))
}
