/** Takes the run's model out of the case: an ONNX file with its model card, compared with the stored scores on the way. */
import { Button } from '@mantine/core'
import { IconPackageExport } from '@tabler/icons-react'
import type { ExportAnswer } from '../../../../preload/contract/exports.ts'
import { count } from '../../../../preload/figures/format.ts'
import { notify } from '../../app/notices/store.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { choosePaths } from '../../components/file-chooser/choose.ts'
import { useRun } from '../../components/run-picker/run-picker.tsx'

export function ExportModel() {
  const { run } = useRun()
  const work = useJobStart('exports.model', (job) => {
    if (job.state === 'done')
      notify({ tone: 'good', title: 'Where the model is', text: told(job.result as ExportAnswer) })
  })
  const choose = async (): Promise<void> => {
    const [folder] = (await choosePaths('folder', 'Export the model into a folder')) ?? []
    if (folder && run) work.start({ run: run.id, folder })
  }
  if (!run) return null
  return (
    <Button
      variant="default"
      leftSection={<IconPackageExport size={14} />}
      loading={work.busy}
      onClick={() => void choose()}
    >
      Export ONNX
    </Button>
  )
}

function told({ files, check }: ExportAnswer): string {
  const checked = check
    ? `It gives the stored scores, on ${count(check.rows)} rows to ${check.largestDifference.toExponential(1)}.`
    : 'It could not be compared with the stored scores on this machine.'
  return [...files, checked].join('\n')
}
