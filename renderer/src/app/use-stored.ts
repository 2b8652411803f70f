/** A small piece of state that outlives the window, in local storage, shared by all who use the same name. */
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** @returns the stored text, or the fallback while nothing (or nothing readable) is stored */
function readStored(name: string, fallback: string): string {
  try {
    return window.localStorage.getItem(`tribunal.${name}`) ?? fallback
  } catch {
    return fallback
  }
}

export function store(name: string, value: string): void {
  try {
    window.localStorage.setItem(`tribunal.${name}`, value)
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the window.
  }
  for (const listener of listeners) listener()
}

export function useStored(name: string, fallback: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(subscribe, () => readStored(name, fallback))
  return [value, (next) => store(name, next)]
}
