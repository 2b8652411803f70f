/** Shortcuts that live as long as the component that offers them. */
import { useEffectEvent, useLayoutEffect } from 'react'
import { register, type Shortcut } from './store.ts'

/** @param list may be made anew at every drawing; only a change of keys or labels registers again */
export function useShortcuts(list: readonly Shortcut[]): void {
  const run = useEffectEvent((keys: string) => list.find((one) => one.keys === keys)?.run())
  const names = JSON.stringify(list.map(({ keys, label, group, hidden }) => ({ keys, label, group, hidden })))
  // Before the page is seen: whoever sees it may press its keys.
  useLayoutEffect(() => {
    const plain = JSON.parse(names) as Omit<Shortcut, 'run'>[]
    return register(plain.map((one) => ({ ...one, run: () => run(one.keys) })))
  }, [names])
}
