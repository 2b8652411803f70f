/** Takes a model of the run out of the case: an ONNX file with its model card, compared with the stored scores on the way. */
import { Button, Menu } from '@mantine/core'
import { Fragment } from 'react'
import { IconPackageExport } from '@tabler/icons-react'
import type { ExportAnswer, ExportedKind, ModelRegime } from '../../../../preload/contract/exports.ts'
import { count } from '../../../../preload/figures/format.ts'
import { notify } from '../../app/notices/store.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { choosePaths } from '../../components/file-chooser/choose.ts'
import { regimesOf } from '../../components/run-picker/regimes.ts'
import { useRun } from '../../components/run-picker/run-picker.tsx'

export function ExportModel() {
  const { run } = useRun()
  const work = useJobStart('exports.model', (job) => {
    if (job.state !== 'done') return
    notify({ tone: 'good', title: 'Where the model is', text: told(job.result as ExportAnswer) })
  })
  if (!run) return null
  const choose = async (regime: ModelRegime, model: ExportedKind): Promise<void> => {
    const [folder] = (await choosePaths('folder', `Export the ${regime} model into a folder`)) ?? []
    if (folder) work.start({ run: run.id, regime, model, folder })
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconPackageExport size={14} />} loading={work.busy}>
          Export ONNX
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {regimesOf(run).map((regime) => (
          <Fragment key={regime}>
            <Menu.Item onClick={() => void choose(regime, 'system')}>Model trained {regime}</Menu.Item>
            <Menu.Item onClick={() => void choose(regime, 'boosted-trees')}>
              Boosted trees trained {regime}
            </Menu.Item>
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function told({ files, check }: ExportAnswer): string {
  const checked = check
    ? `It gives the stored scores, on ${count(check.rows)} rows to ${check.largestDifference.toExponential(1)}.`
    : 'It could not be compared with the stored scores on this machine.'
  return [...files, checked].join('\n')
}
