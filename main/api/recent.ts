/** The list of cases opened lately, newest first: one JSON file in the data folder, replaced as a whole. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Recent } from '../../preload/contract/case.ts'

const KEPT = 20
const Stored = z.array(Recent.omit({ exists: true }))
type Entry = z.infer<typeof Stored>[number]

const fileIn = (dataPath: string): string => join(dataPath, 'recent-cases.json')

/** An unreadable list counts as empty: it is a convenience, and must never keep anyone from a case. */
function read(dataPath: string): Entry[] {
  try {
    return Stored.parse(JSON.parse(readFileSync(fileIn(dataPath), 'utf8')))
  } catch {
    return []
  }
}

export function recentCases(dataPath: string): z.infer<typeof Recent>[] {
  return read(dataPath).map((entry) => ({ ...entry, exists: existsSync(entry.path) }))
}

/** @param at microseconds UTC */
export function rememberCase(dataPath: string, path: string, name: string, at = Date.now() * 1000): void {
  const others = read(dataPath).filter((entry) => entry.path !== path)
  const list = [{ path, name, openedAt: at }, ...others].slice(0, KEPT)
  mkdirSync(dataPath, { recursive: true })
  const draft = `${fileIn(dataPath)}.${process.pid}.new`
  writeFileSync(draft, JSON.stringify(list, null, 2))
  renameSync(draft, fileIn(dataPath))
}
