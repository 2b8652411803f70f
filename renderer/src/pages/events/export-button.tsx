/** What the page shows, into a file: format, folder, name. */
import { Button, Menu } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useState } from 'react'
import { choosePaths } from '../../components/file-chooser/choose.ts'
import { ExportDialog, type ExportTarget } from './export-dialog.tsx'
import type { SelectionState } from './use-selection.ts'

const FORMATS = [
  { format: 'csv', label: 'CSV', note: 'spreadsheets' },
  { format: 'ndjson', label: 'NDJSON', note: 'one document a line' },
  { format: 'parquet', label: 'Parquet', note: 'typed columns, compressed' },
  { format: 'arrow', label: 'Arrow', note: 'typed columns' },
] as const

/** @param matched events of the selection; null while they are counted, when there is nothing to export yet */
export function ExportButton({ state, matched }: { state: SelectionState; matched: number | null }) {
  const [target, setTarget] = useState<ExportTarget | null>(null)
  const choose = async (format: ExportTarget['format'], label: string): Promise<void> => {
    const [folder] = (await choosePaths('folder', `Export events as ${label} into a folder`)) ?? []
    const order = state.newest ? ('newest' as const) : ('oldest' as const)
    if (folder && matched) setTarget({ format, folder, matched, selection: { ...state.selection, order } })
  }
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconFileExport size={15} />} disabled={!matched}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map(({ format, label, note }) => (
            <Menu.Item key={format} onClick={() => void choose(format, label)}>
              {label}, {note}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {target && <ExportDialog target={target} onClose={() => setTarget(null)} />}
    </>
  )
}
