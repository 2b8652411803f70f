/**
 * Small cases of real captures for end-to-end tests, made by the terminal's commands: a few hundred rows each, so that a training
 * takes seconds. Where the captures are absent, the practice case stands in.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

const bin = resolve(import.meta.dirname, '../../main/faces/terminal/bin.ts')
const captures = resolve(import.meta.dirname, '../../../shared/data')

export const hasCaptures = existsSync(captures)

function tribunal(...args: string[]): void {
  execFileSync(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
}

function write(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

function read(path: string): [head: string, ...rows: string[]] {
  const bytes = readFileSync(join(captures, path))
  const [head = '', ...rows] = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString()
    .trimEnd()
    .split('\n')
  return [head, ...rows]
}

/** Flows of CIC-IDS2017: two captures of 100 rows, benign and two attacks, labeled by their column. */
export function flowsCase(folder: string): string {
  const [head, ...rows] = read('cicids2017/flows.csv.gz')
  const at = head.split(',').indexOf('Label')
  const wanted: Record<string, number> = { BENIGN: 100, DDoS: 50, Portscan: 50 }
  const parts: [string[], string[]] = [[head], [head]]
  for (const row of rows) {
    const label = row.split(',')[at] ?? ''
    const left = wanted[label] ?? 0
    if (left === 0) continue
    wanted[label] = left - 1
    parts[left % 2]!.push(row)
  }
  const path = join(folder, 'flows.tribunal')
  tribunal('new', path)
  tribunal('import', path, ...parts.map((lines, i) => write(folder, `flows-${i}.csv`, lines)))
  tribunal('label', path, '--column', 'Label')
  return path
}

/** BETH: every tenth row of both slices, the test part imported last. */
export function bethCase(folder: string): string {
  const files = ['train', 'test'].map((part) => {
    const [head, ...rows] = read(`beth/datacamp_${part}_first12500.csv`)
    return write(folder, `beth-${part}.csv`, [head, ...rows.filter((_, i) => i % 10 === 0)])
  })
  const path = join(folder, 'beth.tribunal')
  tribunal('new', path)
  tribunal('import', path, ...files)
  tribunal('label', path, '--column', 'sus_label')
  return path
}

/** Atomic Red Team: every ninth Windows event of the four days, labeled by its alerts. */
export function atomicCase(folder: string): string {
  const [first, ...rest] = read('atomic_evtx/events.ndjson.gz')
  const path = join(folder, 'atomic.tribunal')
  tribunal('new', path)
  tribunal(
    'import',
    path,
    write(
      folder,
      'events.ndjson',
      [first, ...rest].filter((_, i) => i % 9 === 0),
    ),
  )
  tribunal('alerts', path, join(captures, 'atomic_evtx/execution_log.csv'))
  tribunal('label', path, '--before', '60s', '--after', '60s', '--class', 'tactic')
  return path
}

/** The synthetic case, with its alerts, in that many events. */
export function smallPractice(folder: string, events: number): string {
  tribunal('practice', join(folder, 'practice'), '--events', String(events))
  return join(folder, 'practice/practice.tribunal')
}

/** The synthetic case, labeled. */
export function practiceCase(folder: string): string {
  const path = smallPractice(folder, 3000)
  tribunal('label', path, '--before', '60s', '--after', '3m', '--anchor', 'last')
  return path
}
