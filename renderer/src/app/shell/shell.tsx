/** The frame of the window: rail on the left, header above, the page, and what floats over them. */
import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { FileChooser } from '../../components/file-chooser/file-chooser.tsx'
import { knowClasses } from '../../components/class-badge/colors.ts'
import type { LinkState } from '../../../../preload/client/connect.ts'
import { useCall } from '../../api/use-call.ts'
import { useJobNotices } from '../notices/job-notices.ts'
import { Notices } from '../notices/notices.tsx'
import { Palette } from '../palette/palette.tsx'
import { ShortcutHelp } from '../shortcuts/help.tsx'
import { listenForShortcuts } from '../shortcuts/store.ts'
import { useShortcuts } from '../shortcuts/use-shortcuts.ts'
import { Header } from './header.tsx'
import { PageOutlet } from './page-outlet.tsx'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'
import { useShellCommands } from './use-shell-commands.ts'

export function Shell({ link }: { link: LinkState }) {
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const summary = useCall('cases.current', {})
  const current = summary.data ?? null
  const sets = useCall('labeling.list', {}, { enabled: current !== null }).data ?? []
  // The newest label set says in which order classes get their colors, before any page shows one.
  knowClasses(sets.at(-1)?.labeling.byClass.map((one) => one.name) ?? [])
  useEffect(() => listenForShortcuts(), [])
  useJobNotices()
  useShellCommands(current)
  useShortcuts([
    { keys: 'mod+k', label: 'Command palette', group: 'Everywhere', run: () => setPalette((open) => !open) },
    { keys: '?', label: 'Keyboard shortcuts', group: 'Everywhere', run: () => setHelp(true) },
  ])
  return (
    <div className={classes.shell}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        Skip to the page
      </a>
      <Header summary={current} link={link} onPalette={() => setPalette(true)} />
      <Rail summary={current} onHelp={() => setHelp(true)} />
      {/* A dialog that asks for a file steps back behind the chooser, and is as it was afterwards. */}
      <Modal.Stack>
        <main id="main" tabIndex={-1} className={classes.main}>
          <PageOutlet summary={summary} />
        </main>
        <FileChooser />
      </Modal.Stack>
      <Palette opened={palette} onClose={() => setPalette(false)} />
      <ShortcutHelp opened={help} onClose={() => setHelp(false)} />
      <Notices />
    </div>
  )
}
