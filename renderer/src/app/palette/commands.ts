/** What the command palette (Ctrl+K) can do. Pages add theirs while they are on the screen. */
import type { Icon } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'

export interface Command {
  id: string
  title: string
  group: string
  icon?: Icon
  /** Further words that find it. */
  words?: string
  /** Shortcut that does the same, as in `Shortcut.keys`. */
  keys?: string
  run: () => void
}

let commands: readonly Command[] = []
const listeners = new Set<() => void>()
const changed = (): void => {
  for (const listener of listeners) listener()
}

export const allCommands = (): readonly Command[] => commands

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Offers commands as long as the component lives. `list` may be made anew at every drawing. */
export function useCommands(list: readonly Command[]): void {
  const current = useEffectEvent((id: string) => list.find((one) => one.id === id)?.run())
  const latest = useEffectEvent((_names: string) => list)
  const names = list.map((one) => `${one.id}\t${one.title}`).join('\n')
  useEffect(() => {
    const added = latest(names).map((one) => ({ ...one, run: () => current(one.id) }))
    commands = [...commands, ...added]
    changed()
    return () => {
      commands = commands.filter((one) => !added.includes(one))
      changed()
    }
  }, [names])
}

/** Commands that hold every typed word, those whose title begins with the text first. */
export function find(list: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const hay = (one: Command): string => `${one.group} ${one.title} ${one.words ?? ''}`.toLowerCase()
  const found = list.filter((one) => words.every((word) => hay(one).includes(word)))
  const rank = (one: Command): number => (one.title.toLowerCase().startsWith(text.toLowerCase()) ? 0 : 1)
  return words.length === 0 ? found : found.toSorted((a, b) => rank(a) - rank(b))
}
