/** A hash, short on the screen and whole on the clipboard. */
import { CopyButton, Tooltip, UnstyledButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './hash.module.css'

/** @param label what is hashed, e.g. `weights`: said to screen readers */
export function Hash({ value, label, length = 12 }: { value: string; label: string; length?: number }) {
  if (!value) return <span className={classes.none}>–</span>
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip
          label={copied ? 'Copied' : value}
          multiline
          maw={340}
          classNames={{ tooltip: classes.tip ?? '' }}
        >
          <UnstyledButton
            className={classes.hash}
            onClick={copy}
            aria-label={`${value.slice(0, length)}: copy the ${label} hash`}
          >
            {value.slice(0, length)}
            {copied ? <IconCheck size={12} aria-hidden /> : <IconCopy size={12} aria-hidden />}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  )
}
