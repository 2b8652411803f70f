/** Lists a folder, for choosing files where no native dialog is. Names and sizes come from the disk, nothing else is read. */
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { z } from 'zod'
import type { FileEntry } from '../../preload/contract/app.ts'
import { Problem } from '../../preload/contract/problem.ts'

type Entry = z.infer<typeof FileEntry>
const MOST = 2000

export interface Listing {
  folder: string
  parent: string | null
  /** Folders first, each part by name. */
  entries: Entry[]
  /** True when the folder holds more than 2,000 entries and the rest is left out. */
  truncated: boolean
}

/** @param folder absolute, or relative to the home folder; the home folder when left out */
export async function listFolder(folder?: string): Promise<Listing> {
  const path = resolve(homedir(), folder ?? '.')
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    throw folderProblem(path, error)
  })
  names.sort((a, b) => a.localeCompare(b))
  const found = await Promise.all(names.slice(0, MOST).map((name) => entryAt(path, name)))
  const entries = found.filter((entry) => entry !== null)
  entries.sort((a, b) => Number(b.folder) - Number(a.folder))
  const parent = dirname(path)
  return { folder: path, parent: parent === path ? null : parent, entries, truncated: names.length > MOST }
}

/** Null for a dangling link, or a file that vanished meanwhile. */
async function entryAt(folder: string, name: string): Promise<Entry | null> {
  const path = join(folder, name)
  const about = await stat(path).catch(() => null)
  if (!about) return null
  return { name, path, folder: about.isDirectory(), size: about.size, modified: about.mtimeMs }
}

function folderProblem(path: string, error: NodeJS.ErrnoException): Problem {
  const where = { where: { file: path }, cause: error }
  if (error.code === 'ENOENT') return new Problem('folder-missing', 'There is no such folder', where)
  if (error.code === 'ENOTDIR') return new Problem('not-a-folder', 'This is a file, not a folder', where)
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return new Problem('folder-denied', 'You may not read this folder', {
      ...where,
      advice: 'Choose another folder, or have its permissions changed.',
    })
  return new Problem('folder-unreadable', `The folder cannot be read: ${error.message}`, where)
}
