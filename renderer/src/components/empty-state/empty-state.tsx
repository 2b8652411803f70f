/** What an empty place says: what is missing, and the one thing to do about it. */
import { Button } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  icon?: Icon
  title: string
  children?: ReactNode
  action?: { label: string; run: () => void }
  second?: { label: string; run: () => void }
}

export function EmptyState({ icon: Icon, title, children, action, second }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      {Icon && <Icon size={28} stroke={1.3} className={classes.icon} aria-hidden />}
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {(action || second) && (
        <div className={classes.actions}>
          {action && <Button onClick={action.run}>{action.label}</Button>}
          {second && (
            <Button variant="default" onClick={second.run}>
              {second.label}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
