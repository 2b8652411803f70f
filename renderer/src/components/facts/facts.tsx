/** Names and what they stand for, in two columns: the facts about one thing. Holds `dt` and `dd`. */
import type { ReactNode } from 'react'
import classes from './facts.module.css'

export function Facts({ tight = false, children }: { tight?: boolean; children: ReactNode }) {
  return (
    <dl className={classes.facts} data-tight={tight}>
      {children}
    </dl>
  )
}
