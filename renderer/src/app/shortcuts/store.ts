/** Keys that do something, from anywhere. Sequences (`g e`) and chords (`mod+k`); what is registered shows under `?`. */

export interface Shortcut {
  /** `g e`, `mod+k`, `?`, `/`, `Escape`. `mod` is Ctrl, or Cmd on a Mac. */
  keys: string
  label: string
  group: string
  run: () => void
  /** Not listed: a second way to something that is listed already. */
  hidden?: boolean
}

const SEQUENCE_MS = 900
let shortcuts: readonly Shortcut[] = []
const listeners = new Set<() => void>()

/** @returns how to take them away again */
export function register(added: readonly Shortcut[]): () => void {
  shortcuts = [...shortcuts, ...added]
  for (const listener of listeners) listener()
  return () => {
    shortcuts = shortcuts.filter((one) => !added.includes(one))
    for (const listener of listeners) listener()
  }
}

export const allShortcuts = (): readonly Shortcut[] => shortcuts

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** True where a letter is text, not a command. */
function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable="true"], .monaco-editor') !== null
  )
}

function nameOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : ''
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return `${mod}${event.altKey ? 'alt+' : ''}${key}`
}

let pending = ''
let pendingSince = 0

/** The shortcut that this key completes; remembers the first key of a sequence. The newest registration wins. */
function match(name: string, now: number): Shortcut | undefined {
  const sequence = pending && now - pendingSince < SEQUENCE_MS ? `${pending} ${name}` : ''
  pending = ''
  const found = shortcuts.findLast((one) => one.keys === (sequence || name))
  if (!found && !sequence && shortcuts.some((one) => one.keys.startsWith(`${name} `))) {
    pending = name
    pendingSince = now
  }
  return found
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = nameOf(event)
  if (typing(event.target) && !name.startsWith('mod+')) return
  const dialog = document.querySelector('[aria-modal="true"]')
  if (dialog && name !== 'mod+k') return
  const found = match(name, event.timeStamp)
  if (!found) return
  event.preventDefault()
  found.run()
}

/** @returns how to stop listening */
export function listenForShortcuts(): () => void {
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
