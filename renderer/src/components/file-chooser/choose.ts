/** Asks the person for files: the system's own dialog where there is one, else our own. */
import { call, type Input } from '../../api/client.ts'

export type Purpose = Input<'app.pick'>['purpose']

export interface Question {
  purpose: Purpose
  title: string
  answer: (paths: string[] | null) => void
}

let question: Question | null = null
const listeners = new Set<() => void>()
const changed = (): void => {
  for (const listener of listeners) listener()
}

export const currentQuestion = (): Question | null => question

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function ask(purpose: Purpose, title: string): Promise<string[] | null> {
  return new Promise((resolve) => {
    question?.answer(null)
    const answer = (paths: string[] | null): void => {
      question = null
      changed()
      resolve(paths)
    }
    question = { purpose, title, answer }
    changed()
  })
}

/** @returns the chosen paths, never empty; null when the person thought better of it */
export async function choosePaths(purpose: Purpose, title: string): Promise<string[] | null> {
  const { nativeDialogs } = await call('app.info', {})
  const paths = nativeDialogs ? await call('app.pick', { purpose }) : await ask(purpose, title)
  return paths && paths.length > 0 ? paths : null
}

/** Puts a name into a folder, with the separator that the folder itself uses. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}
