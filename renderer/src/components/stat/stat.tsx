/** One number with its name. Several go into a `Stats` row. */
import type { ReactNode } from 'react'
import classes from './stat.module.css'

interface StatProps {
  label: string
  value: ReactNode
  /** What the number means or rests on; shown small beneath. */
  note?: ReactNode
  tone?: 'good' | 'warn' | 'bad' | undefined
}

export function Stat({ label, value, note, tone }: StatProps) {
  return (
    <div className={classes.stat}>
      <dt>{label}</dt>
      <dd data-tone={tone}>{value}</dd>
      {note && <dd className={classes.note}>{note}</dd>}
    </div>
  )
}

export function Stats({ children }: { children: ReactNode }) {
  return <dl className={classes.stats}>{children}</dl>
}
