/**
 * The very file that will be saved, in a frame that may do nothing: no scripts, no forms, no way out (`sandbox=""`). It comes
 * from a Blob, so no HTML is ever put into this page.
 */
import { Button } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { ReportInfo } from '../../../../preload/contract/report.ts'
import { complain, notify } from '../../app/notices/store.ts'
import { useAct, useCall } from '../../api/use-call.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { choosePaths } from '../../components/file-chooser/choose.ts'
import { Hash } from '../../components/hash/hash.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import classes from './report.module.css'

export function Preview({ report }: { report: ReportInfo | null }) {
  if (!report)
    return (
      <div className={classes.preview}>
        <EmptyState title="No report yet">Write one: it is shown here as it will be printed.</EmptyState>
      </div>
    )
  return <Shown key={report.id} report={report} />
}

function Shown({ report }: { report: ReportInfo }) {
  const html = useCall('reports.html', { id: report.id })
  const save = useAct('reports.save', {
    onDone: ({ files }) => notify({ tone: 'good', title: 'Report saved', text: files.join('\n') }),
    onProblem: complain('The report was not saved'),
  })
  const choose = async (): Promise<void> => {
    const [folder] = (await choosePaths('folder', 'Save the report into a folder')) ?? []
    if (folder) save.mutate({ id: report.id, folder })
  }
  return (
    <section className={classes.preview} aria-label="Preview of the report">
      <header className={classes.bar}>
        <span>
          HTML <Hash value={report.htmlSha256} label="HTML" />
        </span>
        <span>
          JSON <Hash value={report.jsonSha256} label="JSON" />
        </span>
        <Button
          variant="default"
          leftSection={<IconDeviceFloppy size={14} />}
          loading={save.isPending}
          onClick={() => void choose()}
        >
          Save HTML and JSON
        </Button>
      </header>
      <Loaded query={html} lines={12}>
        {(data) => <Frame html={data.html} title={report.title} />}
      </Loaded>
    </section>
  )
}

function Frame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([html], { type: 'text/html;charset=utf-8' }))
    if (frame.current) frame.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [html])
  return <iframe ref={frame} className={classes.frame} sandbox="" title={`Report: ${title}`} />
}
