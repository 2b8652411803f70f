/** What came out when every evidence file was hashed again. */
import { CloseButton } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { VerifyCheck } from '../../../../preload/contract/evidence.ts'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './evidence.module.css'

export function VerifyResult({
  result,
  onClose,
}: {
  result: { ok: boolean; checks: VerifyCheck[] }
  onClose: () => void
}) {
  const bad = result.checks.filter((check) => !check.ok).length
  const title = result.ok
    ? 'Every file is as it was at import'
    : `${bad} of ${result.checks.length} checks failed`
  return (
    <Panel title={title} actions={<CloseButton size="sm" aria-label="Close the result" onClick={onClose} />}>
      <ul className={classes.checks}>
        {result.checks.map((check) => (
          <li key={check.what} data-ok={check.ok}>
            {check.ok ? (
              <IconCircleCheck size={15} aria-label="match" />
            ) : (
              <IconAlertTriangle size={15} aria-label="mismatch" />
            )}
            <span>{check.what}</span>
            <code>{check.detail}</code>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
