/** Short messages that come and go in the corner. Problems stay until they are closed. */
import type { ReactNode } from 'react'
import type { Problem } from '../../../../preload/contract/problem.ts'

export interface Notice {
  id: number
  tone: 'good' | 'bad' | 'plain'
  title: string
  text?: ReactNode
  action?: { label: string; run: () => void }
}

const SHOWN_MS = 7000
let notices: readonly Notice[] = []
let next = 1
const listeners = new Set<() => void>()

function set(list: readonly Notice[]): void {
  notices = list
  for (const listener of listeners) listener()
}

export const allNotices = (): readonly Notice[] => notices

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function closeNotice(id: number): void {
  set(notices.filter((one) => one.id !== id))
}

/** Tells that something could not be done, and why. For `onProblem`. */
export function complain(title: string) {
  return ({ message, advice }: Problem): void =>
    notify({ tone: 'bad', title, text: [message, advice].filter(Boolean).join('\n') })
}

/** Shows a message; at most five at once, the oldest leaves. */
export function notify(notice: Omit<Notice, 'id'>): void {
  const id = next++
  set([...notices.slice(-4), { ...notice, id }])
  if (notice.tone !== 'bad') setTimeout(() => closeNotice(id), SHOWN_MS)
}
