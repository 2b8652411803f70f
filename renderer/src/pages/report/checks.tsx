/** What `verify` recomputed, line by line: what differs comes first. */
import { CloseButton } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { VerifyCheck } from '../../../../preload/contract/evidence.ts'
import { count } from '../../../../preload/figures/format.ts'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './report.module.css'

interface ChecksProps {
  ok: boolean
  checks: readonly VerifyCheck[]
  onClose: () => void
}

export function Checks({ ok, checks, onClose }: ChecksProps) {
  const bad = checks.filter((check) => !check.ok)
  const note = ok
    ? `all ${count(checks.length)} checks match`
    : `${bad.length} of ${checks.length} do not match`
  return (
    <Panel
      title="Verification"
      note={note}
      actions={<CloseButton size="sm" aria-label="Close the verification" onClick={onClose} />}
    >
      <ul className={classes.checks} aria-label={note}>
        {[...bad, ...checks.filter((check) => check.ok)].map((check) => (
          <li key={`${check.what} ${check.detail}`} data-ok={check.ok}>
            {check.ok ? <IconCircleCheck size={15} aria-hidden /> : <IconCircleX size={15} aria-hidden />}
            <span>
              <strong>{check.what}</strong> {check.ok ? 'matches' : 'does not match'}
              <small>{check.detail}</small>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
