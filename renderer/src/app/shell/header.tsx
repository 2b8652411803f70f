/** Above every page: which case, what is running, on which engine, in which zone. */
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlugConnectedX, IconSearch } from '@tabler/icons-react'
import type { LinkState } from '../../../../preload/client/connect.ts'
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { Keys } from '../shortcuts/keys.tsx'
import { CaseMenu } from './case-menu.tsx'
import { EngineBadge } from './engine-badge.tsx'
import classes from './header.module.css'
import { JobBar } from './job-bar.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { ZoneSwitch } from './zone-switch.tsx'

interface HeaderProps {
  summary: CaseSummary | null
  link: LinkState
  onPalette: () => void
}

export function Header({ summary, link, onPalette }: HeaderProps) {
  return (
    <header className={classes.header}>
      <CaseMenu summary={summary} />
      {link === 'offline' && (
        <span className={classes.offline} role="alert">
          <IconPlugConnectedX size={15} aria-hidden /> No connection to Tribunal; trying again
        </span>
      )}
      <div className={classes.middle}>
        <JobBar />
      </div>
      <EngineBadge />
      <ZoneSwitch />
      <Tooltip
        label={
          <span className={classes.tip}>
            Commands <Keys keys="mod+k" />
          </span>
        }
      >
        <ActionIcon aria-label="Commands" onClick={onPalette}>
          <IconSearch size={16} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <ThemeToggle />
    </header>
  )
}
