/** How far a long search is, what it found so far, and the way to end it. */
import { Button } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { count, percent } from '../../../../preload/figures/format.ts'
import classes from './events.module.css'
import type { SearchState } from './use-event-rows.ts'

/** Escape stops it, where nothing else takes the key. */
export function SearchLine({ search, shown }: { search: SearchState; shown: number }) {
  const { fraction, found, stopped } = search
  const stop = useEffectEvent(() => search.stop())
  useEffect(() => {
    if (stopped) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      stop()
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [stopped])
  const first = found > shown ? `, the first ${count(shown)} are shown` : ''
  return (
    <div className={classes.search} data-stopped={stopped}>
      <progress value={fraction} max={1} aria-label="Progress of the search" />
      <output>
        {stopped ? 'Stopped' : 'Searching'}, {percent(fraction, 0)} looked at: {count(found)} found
        {first}
      </output>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={stopped ? search.resume : search.stop}
        aria-keyshortcuts={stopped ? undefined : 'Escape'}
      >
        {stopped ? 'Search on' : 'Stop (Esc)'}
      </Button>
    </div>
  )
}
