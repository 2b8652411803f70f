/** The browser face's side of what services need: no native dialogs, a plain child process as engine. */
import { join } from 'node:path'
import type { Platform } from '../../api/platform.ts'
import { forkNode } from '../../jobs/child.ts'
import { dataPath } from '../data-path.ts'

export function browserPlatform(): Platform {
  const entry = join(import.meta.dirname, '../../jobs/engine-process.ts')
  return {
    face: 'browser',
    dataPath: dataPath(),
    nativeDialogs: false,
    pick: () => Promise.resolve(null),
    forkEngine: () => forkNode(entry),
  }
}
