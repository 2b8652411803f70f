/** The open case, and the way to another. */
import { Menu } from '@mantine/core'
import { IconChevronDown, IconDatabase, IconFolderOpen, IconPlus, IconX } from '@tabler/icons-react'
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { useCaseActions } from '../../pages/case/use-case-actions.ts'
import { go } from '../routing.ts'
import { HeaderButton } from './header-button.tsx'
import classes from './header.module.css'

export function CaseMenu({ summary }: { summary: CaseSummary | null }) {
  const actions = useCaseActions()
  return (
    <Menu position="bottom-start" width={230}>
      <Menu.Target>
        <HeaderButton
          className={classes.case ?? ''}
          leftSection={<IconDatabase size={15} stroke={1.6} />}
          rightSection={<IconChevronDown size={13} />}
        >
          {summary ? summary.name : 'No case'}
        </HeaderButton>
      </Menu.Target>
      <Menu.Dropdown>
        {summary && (
          <Menu.Item leftSection={<IconDatabase size={14} />} onClick={() => go('case')}>
            Overview
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconFolderOpen size={14} />} onClick={actions.open}>
          Open a case…
        </Menu.Item>
        <Menu.Item leftSection={<IconPlus size={14} />} onClick={actions.create}>
          New case…
        </Menu.Item>
        {summary && (
          <Menu.Item leftSection={<IconX size={14} />} onClick={actions.close}>
            Close this case
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
