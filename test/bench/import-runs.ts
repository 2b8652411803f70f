/** Imports of ours for the bench, and what they have in common. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Once } from './import-once.ts'
import type { Row } from './rows.ts'

/**
 * One import of ours, in a process of its own. Node keeps what it made of the sources (types taken off, functions compiled) beside the case: a product that
 * is built has no types to take off, and no peer is charged for its compiler.
 */
export function importOnce(path: string, capture: string, ...more: string[]): Once {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
  const done = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'import-once.ts'), path, capture, ...more],
    {
      encoding: 'utf8',
      env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(path), 'compiled') },
    },
  )
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout) as Once
}

export function shareRow(work: string, share: number, atMost: number): Row {
  const [unit, ratio] = ['×', null] as const
  const bound = `at most ${atMost}`
  return { suite: 'import', work, ours: share, peer: null, unit, ratio, bound, holds: share <= atMost }
}
