/** What works from anywhere: going to a page, opening a case, theme and zone; as shortcuts and in the palette. */
import { useMantineColorScheme } from '@mantine/core'
import {
  IconClockHour4,
  IconFlask,
  IconFolderOpen,
  IconMoon,
  IconPlus,
  IconSun,
  IconX,
} from '@tabler/icons-react'
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { useCall } from '../../api/use-call.ts'
import { useCaseActions } from '../../pages/case/use-case-actions.ts'
import { pages } from '../../pages/registry.tsx'
import { useZones } from '../../time/zone.ts'
import { type Command, useCommands } from '../palette/commands.ts'
import { go } from '../routing.ts'
import type { Shortcut } from '../shortcuts/store.ts'
import { useShortcuts } from '../shortcuts/use-shortcuts.ts'

function pageShortcuts(): Shortcut[] {
  return pages.flatMap(({ id, title, letter }, index) => {
    const run = (): void => go(id)
    const one = { label: title, group: 'Go to', run }
    return [
      { ...one, keys: `g ${letter}` },
      { ...one, keys: String(index + 1), hidden: true },
      { ...one, keys: `mod+${index + 1}`, hidden: true },
    ]
  })
}

export function useShellCommands(summary: CaseSummary | null): void {
  const actions = useCaseActions()
  const zones = useZones()
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const recent = useCall('cases.recent', {})
  const going: Command[] = pages.map(({ id, title, icon, letter }) => ({
    id: `go-${id}`,
    title,
    group: 'Go to',
    icon,
    keys: `g ${letter}`,
    run: () => go(id),
  }))
  const cases: Command[] = [
    { id: 'open', title: 'Open a case…', group: 'Case', icon: IconFolderOpen, run: actions.open },
    { id: 'new', title: 'New case…', group: 'Case', icon: IconPlus, run: actions.create },
    {
      id: 'practice',
      title: 'Make a practice case',
      group: 'Case',
      icon: IconFlask,
      words: 'demo synthetic example',
      run: actions.practice,
    },
    ...(recent.data ?? [])
      .filter((one) => one.exists && one.path !== summary?.path)
      .slice(0, 5)
      .map((one) => ({
        id: `recent-${one.path}`,
        title: `Open ${one.name}`,
        group: 'Case',
        words: one.path,
        icon: IconFolderOpen,
        run: () => actions.openPath(one.path),
      })),
    ...(summary
      ? [{ id: 'close', title: 'Close this case', group: 'Case', icon: IconX, run: actions.close }]
      : []),
  ]
  const view: Command[] = [
    { id: 'light', title: 'Light theme', group: 'View', icon: IconSun, run: () => setColorScheme('light') },
    { id: 'dark', title: 'Dark theme', group: 'View', icon: IconMoon, run: () => setColorScheme('dark') },
    {
      id: 'auto',
      title: 'Theme of the system',
      group: 'View',
      words: 'auto',
      run: () => setColorScheme('auto'),
    },
    {
      id: 'utc',
      title: 'Times in UTC',
      group: 'View',
      icon: IconClockHour4,
      words: 'zone',
      run: () => zones.setMode('utc'),
    },
    {
      id: 'source-zone',
      title: 'Times in the zone of the evidence',
      group: 'View',
      icon: IconClockHour4,
      run: () => zones.setMode('source'),
    },
    {
      id: 'own-zone',
      title: `Times in ${zones.chosen}`,
      group: 'View',
      icon: IconClockHour4,
      words: 'zone',
      run: () => zones.setMode('chosen'),
    },
  ]
  useCommands([...going, ...cases, ...view])
  useShortcuts(pageShortcuts())
}
