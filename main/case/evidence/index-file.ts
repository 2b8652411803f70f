/** Where the word index of a capture lies: beside the case, one file a capture, which can be thrown away and made again. */
import { existsSync, rmSync, statSync } from 'node:fs'
import type { CaseFile } from '../case-file.ts'

export function indexPath(c: CaseFile, source: number): string {
  return `${c.path}.words-${source}`
}

/** Bytes on disk; null where there is none. */
export function indexSize(c: CaseFile, source: number): number | null {
  const path = indexPath(c, source)
  return existsSync(path) ? statSync(path).size : null
}

export function dropIndex(c: CaseFile, source: number): void {
  for (const end of ['', '-wal', '-shm', '-journal', '.part', '.part-journal'])
    rmSync(indexPath(c, source) + end, { force: true })
}
