/** The frame of every page: title, actions, body, and an aside that the person can size. */
import { CloseButton, Splitter } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** One quiet line next to the title: counts, state. */
  note?: ReactNode
  actions?: ReactNode
  /** The body does its own scrolling: for tables that fill the page. */
  fill?: boolean
  children: ReactNode
  /** A panel on the right; null or absent for none. */
  aside?: { title: ReactNode; body: ReactNode; onClose: () => void } | null
}

export function Page({ title, note, actions, fill = false, children, aside }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Tribunal`
  }, [title])
  const body = <div className={fill ? classes.fill : classes.scroll}>{children}</div>
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{title}</h1>
        {note && <div className={classes.note}>{note}</div>}
        <div className={classes.actions}>{actions}</div>
      </header>
      {aside ? (
        <Splitter className={classes.split} lineSize={1} withHandle={false} handleColor="var(--t-line)">
          <Splitter.Pane defaultSize={62} min={30}>
            {body}
          </Splitter.Pane>
          <Splitter.Pane defaultSize={38} min={24}>
            <Aside {...aside} />
          </Splitter.Pane>
        </Splitter>
      ) : (
        body
      )}
    </div>
  )
}

function Aside({ title, body, onClose }: NonNullable<PageProps['aside']>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[aria-modal="true"]'))
        onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  return (
    <aside className={classes.aside} aria-label="Details">
      <header className={classes.asideHead}>
        <h2>{title}</h2>
        <CloseButton size="sm" aria-label="Close details" onClick={onClose} />
      </header>
      <div className={classes.asideBody}>{body}</div>
    </aside>
  )
}
