/** The first page while no case is open: three ways in, and the cases of before. */
import { Loader, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconFlask, IconFolderOpen, type Icon, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { useCall } from '../../api/use-call.ts'
import type { Output } from '../../api/client.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { Keys } from '../../app/shortcuts/keys.tsx'
import { Logo } from '../../components/logo/logo.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './start.module.css'
import { useCaseActions } from './use-case-actions.ts'

export function Start() {
  const actions = useCaseActions()
  const recent = useCall('cases.recent', {})
  useEffect(() => {
    document.title = 'Tribunal'
  }, [])
  useShortcuts([
    { keys: 'o', label: 'Open a case', group: 'Case', run: actions.open },
    { keys: 'n', label: 'New case', group: 'Case', run: actions.create },
    { keys: 'p', label: 'Practice case', group: 'Case', run: actions.practice },
  ])
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <header className={classes.hero}>
          <Logo size={40} />
          <h1>Tribunal</h1>
          <p>
            Label events from alerts, train a panel of experts, and see how far to believe it. Nothing leaves
            this machine.
          </p>
        </header>
        <div className={classes.ways}>
          <Way
            icon={IconFolderOpen}
            title="Open a case"
            keys="o"
            onClick={actions.open}
            disabled={actions.busy}
          >
            A .tribunal file: evidence, labels, models and reports in one
          </Way>
          <Way icon={IconPlus} title="New case" keys="n" onClick={actions.create} disabled={actions.busy}>
            Empty, ready for a capture and an alert export
          </Way>
          <Way
            icon={IconFlask}
            title="Practice case"
            keys="p"
            onClick={actions.practice}
            disabled={actions.busy}
          >
            {actions.practiceJob && actions.busy ? (
              <Making step={actions.practiceJob.progress.step} />
            ) : (
              'Synthetic hosts, four attacks, late and false alerts; made in seconds'
            )}
          </Way>
        </div>
        {actions.practiceJob?.problem && <ProblemAlert problem={actions.practiceJob.problem} />}
        {recent.error && <ProblemAlert problem={recent.error} />}
        {recent.data && recent.data.length > 0 && (
          <RecentList recent={recent.data} onOpen={actions.openPath} />
        )}
      </div>
    </div>
  )
}

function Making({ step }: { step: string }) {
  return (
    <span className={classes.making}>
      <Loader size={12} aria-hidden /> {step}
    </span>
  )
}

interface WayProps {
  icon: Icon
  title: string
  keys: string
  disabled: boolean
  onClick: () => void
  children: ReactNode
}

function Way({ icon: IconOf, title, keys, disabled, onClick, children }: WayProps) {
  return (
    <UnstyledButton className={classes.way} onClick={onClick} disabled={disabled}>
      <IconOf size={20} stroke={1.5} aria-hidden />
      <span className={classes.wayText}>
        <strong>{title}</strong>
        <span>{children}</span>
      </span>
      <Keys keys={keys} />
    </UnstyledButton>
  )
}

function RecentList({ recent, onOpen }: { recent: Output<'cases.recent'>; onOpen: (path: string) => void }) {
  return (
    <section aria-labelledby="recent">
      <h2 id="recent" className={classes.heading}>
        Recent
      </h2>
      <ul className={classes.recent}>
        {recent.map((one) => (
          <li key={one.path}>
            <UnstyledButton className={classes.one} disabled={!one.exists} onClick={() => onOpen(one.path)}>
              <span className={classes.name}>{one.name}</span>
              <span className={classes.path} title={one.path}>
                {one.exists ? one.path : `${one.path}: no longer there`}
              </span>
              <TimeText micros={one.openedAt} precision="minute" />
              <IconChevronRight size={14} aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
