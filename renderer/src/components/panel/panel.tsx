/** A titled region of a page. */
import { type ReactNode, useId } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title?: ReactNode
  /** One quiet line after the title. */
  note?: ReactNode
  actions?: ReactNode
  /** Without inner space: for tables and figures that touch the edges. */
  flush?: boolean
  children: ReactNode
}

export function Panel({ title, note, actions, flush = false, children }: PanelProps) {
  const id = useId()
  return (
    <section className={classes.panel} {...(title ? { 'aria-labelledby': id } : {})}>
      {(title || actions) && (
        <header className={classes.head}>
          <h2 id={id}>{title}</h2>
          {note && <span className={classes.note}>{note}</span>}
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}
