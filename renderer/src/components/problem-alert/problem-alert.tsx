/** An error as a person needs it: what happened, to what, and what to do. */
import { Button, CloseButton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { placeText } from '../../../../preload/contract/problem.ts'
import { problemOf } from '../../api/problem.ts'
import classes from './problem-alert.module.css'

interface ProblemAlertProps {
  /** Anything thrown; a Problem shows its place and advice. */
  problem: unknown
  onRetry?: (() => void) | undefined
  onClose?: (() => void) | undefined
}

export function ProblemAlert({ problem, onRetry, onClose }: ProblemAlertProps) {
  const { code, message, where, advice } = problemOf(problem)
  const place = placeText(where)
  return (
    <div className={classes.alert} role="alert">
      <IconAlertTriangle size={17} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <div className={classes.message}>{message}</div>
        {place && <code className={classes.place}>{place}</code>}
        {advice && <div className={classes.advice}>{advice}</div>}
        <div className={classes.foot}>
          <code>{code}</code>
          {onRetry && (
            <Button size="compact-xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
        </div>
      </div>
      {onClose && <CloseButton size="sm" aria-label="Close this message" onClick={onClose} />}
    </div>
  )
}
