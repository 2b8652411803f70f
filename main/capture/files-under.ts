/** The files that paths stand for: a file for itself, a folder for everything in it and below. What they are is told by content, later. */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileProblem } from './file-problems.ts'

export interface FoundFile {
  path: string
  /** Bytes; 0 for a named file that cannot be looked at: reading it will say why. */
  size: number
  /** Found in a folder, not named. */
  inFolder: boolean
}

/** More are not taken at once. */
const MOST = 5000
const DEEPEST = 32

/**
 * In the order given, folders by name, each file once. Hidden files and case files in folders are passed over; links to folders are
 * not followed.
 * @throws Problem no-access for a folder that may not be read
 */
export async function filesUnder(
  paths: readonly string[],
  most = MOST,
): Promise<{ files: FoundFile[]; truncated: boolean }> {
  const found = new Map<string, FoundFile>()
  for (const path of paths.map((one) => resolve(one))) {
    const info = await stat(path).catch(() => null)
    if (info?.isDirectory()) await walk(path, found, most, 0)
    else found.set(path, { path, size: info?.size ?? 0, inFolder: false })
    if (found.size > most) break
  }
  return { files: [...found.values()].slice(0, most), truncated: found.size > most }
}

async function walk(
  folder: string,
  found: Map<string, FoundFile>,
  most: number,
  depth: number,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw fileProblem(error, folder)
  })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (found.size > most) return
    const path = join(folder, entry.name)
    if (isPassed(entry) || found.has(path)) continue
    if (entry.isDirectory()) {
      if (depth < DEEPEST) await walk(path, found, most, depth + 1)
      continue
    }
    const info = await stat(path).catch(() => null)
    if (info?.isFile()) found.set(path, { path, size: info.size, inFolder: true })
  }
}

/** Hidden ones, and case files with what SQLite lays beside them. */
const isPassed = ({ name }: Dirent): boolean => name.startsWith('.') || /\.tribunal(-\w+)?$/i.test(name)
