/** The frame of every page: title, actions, body, and an aside that the person can size. */
import { type ReactNode, useEffect } from 'react'
import { Aside, type AsideContent } from './aside.tsx'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** One quiet line next to the title: counts, state. */
  note?: ReactNode
  actions?: ReactNode
  /** The body does its own scrolling: for tables that fill the page. */
  fill?: boolean
  children: ReactNode
  /** A panel on the right; null or absent for none. The body stays as it is when it comes and goes. */
  aside?: AsideContent | null
}

export function Page({ title, note, actions, fill = false, children, aside }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Tribunal`
  }, [title])
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{title}</h1>
        {note && <div className={classes.note}>{note}</div>}
        <div className={classes.actions}>{actions}</div>
      </header>
      <div className={classes.split}>
        <div className={fill ? classes.fill : classes.scroll}>{children}</div>
        {aside && <Aside {...aside} />}
      </div>
    </div>
  )
}
