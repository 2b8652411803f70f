/**
 * Selections that take a while: each is made once however many ask for it, tells of what it found so far, and stops when
 * nobody waits any more.
 */
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { knownSelection, keyOf, selectSlowly } from './selection.ts'
import type { Selection, SelectionInput, SelectionPoint } from './selection.ts'

interface Search {
  result: Promise<Selection>
  stop: AbortController
  waiting: number
  listeners: Set<(point: SelectionPoint) => void>
}

type Searches = Map<string, Search>
const running = new WeakMap<EventCore, Searches>()

export interface SearchOptions {
  signal?: AbortSignal | undefined
  /** Told after every breath. */
  look?: (point: SelectionPoint) => void
}

/**
 * The selection, made or joined.
 * @throws Problem as `select`; the signal's reason when aborted
 */
export async function search(
  c: CaseFile,
  core: EventCore,
  input: SelectionInput,
  { signal, look }: SearchOptions = {},
): Promise<Selection> {
  signal?.throwIfAborted()
  const known = knownSelection(core, input)
  if (known) return known
  const one = join(c, core, input)
  one.waiting++
  if (look) one.listeners.add(look)
  const aborted = Promise.withResolvers<never>()
  const leave = (): void => aborted.reject(signal!.reason as Error)
  signal?.addEventListener('abort', leave, { once: true })
  try {
    return await Promise.race([one.result, aborted.promise])
  } finally {
    signal?.removeEventListener('abort', leave)
    if (look) one.listeners.delete(look)
    if (--one.waiting === 0) one.stop.abort()
  }
}

function join(c: CaseFile, core: EventCore, input: SelectionInput): Search {
  const searches: Searches = running.get(core) ?? new Map<string, Search>()
  running.set(core, searches)
  const key = keyOf(input)
  const known = searches.get(key)
  if (known && !known.stop.signal.aborted) return known
  const stop = new AbortController()
  const listeners: Search['listeners'] = new Set()
  const look = (point: SelectionPoint): void => listeners.forEach((listener) => listener(point))
  const result = selectSlowly(c, core, input, { signal: stop.signal, look })
  const made: Search = { result, stop, waiting: 0, listeners }
  searches.set(key, made)
  const forget = (): void => {
    if (searches.get(key) === made) searches.delete(key)
  }
  result.then(forget, forget)
  return made
}
