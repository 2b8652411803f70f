/** The corner where notices appear; a live region, so that a screen reader says them. */
import { Button, CloseButton } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import classes from './notices.module.css'
import { allNotices, closeNotice, type Notice, subscribe } from './store.ts'

const ICONS = { good: IconCheck, bad: IconAlertTriangle, plain: IconInfoCircle }

function Card({ notice }: { notice: Notice }) {
  const Icon = ICONS[notice.tone]
  const { action } = notice
  return (
    <div className={classes.card} data-tone={notice.tone}>
      <Icon size={17} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <strong>{notice.title}</strong>
        {notice.text && <div className={classes.text}>{notice.text}</div>}
        {action && (
          <Button
            variant="subtle"
            size="compact-xs"
            ml={-8}
            onClick={() => {
              action.run()
              closeNotice(notice.id)
            }}
          >
            {action.label}
          </Button>
        )}
      </div>
      <CloseButton size="sm" aria-label={`Close: ${notice.title}`} onClick={() => closeNotice(notice.id)} />
    </div>
  )
}

export function Notices() {
  const notices = useSyncExternalStore(subscribe, allNotices)
  return (
    <output className={classes.corner} aria-label="Messages">
      {notices.map((notice) => (
        <Card key={notice.id} notice={notice} />
      ))}
    </output>
  )
}
