/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a window splitter after the ARIA pattern is no thematic break */
/** The panel on the right of a page. Its edge moves by mouse or by arrow keys, and is remembered; Escape closes it. */
import { CloseButton } from '@mantine/core'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useEffectEvent } from 'react'
import { useStored } from '../../app/use-stored.ts'
import classes from './page.module.css'

export interface AsideContent {
  title: ReactNode
  body: ReactNode
  onClose: () => void
}

const LEAST = 280
const MOST = 900
const clamp = (width: number): number => Math.round(Math.max(LEAST, Math.min(MOST, width)))

export function Aside({ title, body, onClose }: AsideContent) {
  const [stored, store] = useStored('aside', '440')
  const width = clamp(Number(stored) || 440)
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const dialog = document.querySelector('[aria-modal="true"], [role="dialog"], [role="menu"]')
      if (event.key === 'Escape' && !event.defaultPrevented && !dialog) close()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <Edge width={width} onChange={(next) => store(String(clamp(next)))} />
      <aside className={classes.aside} style={{ width }} aria-label="Details">
        <header className={classes.asideHead}>
          <h2>{title}</h2>
          <CloseButton size="sm" aria-label="Close details" onClick={onClose} />
        </header>
        <div className={classes.asideBody}>{body}</div>
      </aside>
    </>
  )
}

function Edge({ width, onChange }: { width: number; onChange: (width: number) => void }) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? 24 : event.key === 'ArrowRight' ? -24 : 0
    if (step === 0) return
    event.preventDefault()
    onChange(width + step)
  }
  const onPointerDown = (event: PointerEvent): void => {
    const target = event.currentTarget
    const begin = event.clientX
    target.setPointerCapture(event.pointerId)
    const move = (at: Event): void => onChange(width + begin - (at as globalThis.PointerEvent).clientX)
    const end = (): void => target.removeEventListener('pointermove', move)
    target.addEventListener('pointermove', move)
    target.addEventListener('pointerup', end, { once: true })
    target.addEventListener('pointercancel', end, { once: true })
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      className={classes.edge}
      aria-orientation="vertical"
      aria-label="Width of the details"
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    />
  )
}
