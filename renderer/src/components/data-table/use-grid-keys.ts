/** Which row of a grid the keyboard is on, and the keys that move it. */
import { type KeyboardEvent, useId, useState } from 'react'

interface GridKeys {
  /** Prefix of the rows' element ids. */
  id: string
  /** Index of the active row; -1 before the first key. */
  active: number
  onKeyDown: (event: KeyboardEvent) => void
  /** Makes a row active and opens it, as a click does. */
  pick: (index: number) => void
  setActive: (index: number) => void
}

interface GridKeysInput {
  count: number
  pageSize: number
  reveal: (index: number) => void
  open: (index: number) => void
  /** Something is open beside the grid: it follows the active row. */
  follow: boolean
}

/** True where a click belongs to a button or link in the row, not to the row. */
export function onControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input') !== null
}

/** Where a key leads from a row; null when the key does not move. */
export function target(key: string, active: number, count: number, pageSize: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + pageSize,
    PageUp: active - pageSize,
    Home: 0,
    End: count - 1,
  }
  const next = steps[key]
  return next === undefined ? null : Math.max(0, Math.min(count - 1, next))
}

export function useGridKeys({ count, pageSize, reveal, open, follow }: GridKeysInput): GridKeys {
  const id = useId()
  const [chosen, setActive] = useState(-1)
  const active = Math.min(chosen, count - 1)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      open(active)
      return
    }
    const next = count > 0 ? target(event.key, active, count, pageSize) : null
    if (next === null) return
    event.preventDefault()
    setActive(next)
    reveal(next)
    if (follow) open(next)
  }
  const pick = (index: number): void => {
    setActive(index)
    open(index)
  }
  return { id, active, onKeyDown, pick, setActive }
}
