/**
 * Scrolling over any number of rows of equal height. Browsers stop at some ten million pixels, a million rows need more:
 * beyond the cap the scroll bar is a scale model, while wheel and keys still move by exact pixels.
 *
 * `y` is the place in the whole list, in pixels; `scrollTop` the place of the scroll bar. They differ only beyond the cap.
 */
import { type RefObject, useEffect, useEffectEvent, useState } from 'react'

const CAP = 8_000_000
const EXTRA = 6
/** The heading sticks to the top of the same scrolled element. */
const HEAD = 28

export interface BigList {
  /** Height of the scrolled element. */
  height: number
  /** Rows to draw, ends included; last < first when there are none. */
  first: number
  last: number
  /** Rows that fit the view. */
  page: number
  /** Pixels from the top of the scrolled element to a row. */
  topOf: (index: number) => number
  /** Brings a row into view, by the shortest way. */
  reveal: (index: number) => void
}

/** How far the list can be scrolled, and the same on the scroll bar. */
function spans(count: number, row: number, view: number): { list: number; bar: number } {
  const full = count * row
  return { list: Math.max(0, full - view), bar: Math.max(0, Math.min(full, CAP) - view) }
}

/** @param ref the element that scrolls; @param row pixels a row */
export function useBigList(ref: RefObject<HTMLDivElement | null>, count: number, row: number): BigList {
  const [view, setView] = useState(0)
  const [place, setPlace] = useState({ y: 0, bar: 0 })
  const span = spans(count, row, view)
  const y = Math.min(place.y, span.list)

  const moveTo = (next: number): void => {
    const to = Math.max(0, Math.min(span.list, next))
    const bar = span.list > 0 ? (to / span.list) * span.bar : 0
    setPlace({ y: to, bar })
    if (ref.current) ref.current.scrollTop = bar
  }
  const onScroll = useEffectEvent((bar: number) => {
    // Our own move comes back rounded: it must not move the list again.
    if (Math.abs(bar - place.bar) < 1.5) return
    setPlace({ y: span.bar > 0 ? (bar / span.bar) * span.list : 0, bar })
  })
  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (span.list === span.bar || event.ctrlKey || event.deltaY === 0) return
    event.preventDefault()
    moveTo(y + event.deltaY * (event.deltaMode === 1 ? row : 1))
  })
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const scroll = (): void => onScroll(element.scrollTop)
    const wheel = (event: WheelEvent): void => onWheel(event)
    const size = new ResizeObserver(() => setView(Math.max(0, element.clientHeight - HEAD)))
    size.observe(element)
    element.addEventListener('scroll', scroll, { passive: true })
    element.addEventListener('wheel', wheel, { passive: false })
    return () => {
      size.disconnect()
      element.removeEventListener('scroll', scroll)
      element.removeEventListener('wheel', wheel)
    }
  }, [ref])

  const bar = span.list > 0 ? (y / span.list) * span.bar : 0
  const scaled = span.list !== span.bar
  return {
    height: Math.min(count * row, CAP),
    first: Math.max(0, Math.floor(y / row) - EXTRA),
    last: Math.min(count - 1, Math.ceil((y + view) / row) + EXTRA),
    page: Math.max(1, Math.floor(view / row) - 1),
    topOf: (index) => (scaled ? bar + index * row - y : index * row),
    reveal: (index) => {
      if (index * row < y) moveTo(index * row)
      else if ((index + 1) * row > y + view) moveTo((index + 1) * row - view)
    },
  }
}
