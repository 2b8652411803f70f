/** Report: write it, see it as the auditor will, save it, and check the whole case against what was reported. */
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { VerifyCheck } from '../../../../preload/contract/evidence.ts'
import type { ReportInfo } from '../../../../preload/contract/report.ts'
import { setParams, useRoute } from '../../app/routing.ts'
import { useCall } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Skeletons } from '../../components/loaded/skeletons.tsx'
import { Page } from '../../components/page/page.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { RunPicker, WithRun } from '../../components/run-picker/run-picker.tsx'
import { Checks } from './checks.tsx'
import { ExportModel } from './export-model.tsx'
import { Preview } from './preview.tsx'
import { ReportList } from './report-list.tsx'
import classes from './report.module.css'
import { WriteForm } from './write-form.tsx'

export default function ReportPage() {
  const open = useRoute().params.get('report')
  const reports = useCall('reports.list', {})
  // A report that was just written may not be in the list yet: an older one in its place would be taken for it.
  const coming = open !== null && reports.isFetching && !reports.data?.some(({ id }) => id === open)
  const [checks, setChecks] = useState<{ ok: boolean; checks: VerifyCheck[] } | null>(null)
  const verify = useJobStart('evidence.verify', (job) => {
    if (job.state === 'done') setChecks(job.result as { ok: boolean; checks: VerifyCheck[] })
  })
  const actions = (
    <>
      <RunPicker />
      <ExportModel />
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={14} />}
        loading={verify.busy}
        onClick={() => verify.start({})}
      >
        Verify case
      </Button>
    </>
  )
  return (
    <Page title="Report" actions={actions} fill>
      <WithRun>
        {(run) => (
          <div className={classes.columns}>
            <div className={classes.side}>
              <WriteForm run={run} onWritten={(id) => setParams({ report: id })} />
              {verify.problem && <ProblemAlert problem={verify.problem} onClose={verify.reset} />}
              {checks && <Checks {...checks} onClose={() => setChecks(null)} />}
              <Loaded query={reports}>
                {(list) => (
                  <ReportList
                    reports={list}
                    open={shown(list, open)?.id ?? null}
                    onOpen={(id) => setParams({ report: id })}
                  />
                )}
              </Loaded>
            </div>
            {coming ? <Skeletons lines={12} /> : <Preview report={shown(reports.data ?? [], open)} />}
          </div>
        )}
      </WithRun>
    </Page>
  )
}

/** The report of the address, else the newest; the case lists them in the order they were made. */
function shown(reports: readonly ReportInfo[], id: string | null): ReportInfo | null {
  return reports.find((report) => report.id === id) ?? reports.at(-1) ?? null
}
