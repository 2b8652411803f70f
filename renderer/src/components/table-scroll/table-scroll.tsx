/** Room for a table that may be wider than the page: it scrolls by itself, with the keyboard too. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import classes from './table-scroll.module.css'

export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  const room = useRef<HTMLElement>(null)
  const [wider, setWider] = useState(false)
  useEffect(() => {
    const element = room.current
    if (!element) return
    const sizes = new ResizeObserver(() => setWider(element.scrollWidth > element.clientWidth))
    sizes.observe(element)
    if (element.firstElementChild) sizes.observe(element.firstElementChild)
    return () => sizes.disconnect()
  }, [])
  return (
    <section ref={room} className={classes.scroll} aria-label={label} {...(wider && { tabIndex: 0 })}>
      {children}
    </section>
  )
}
