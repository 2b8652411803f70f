/** A small case whose cells are what exports stumble over, and its export read back. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventsExportInput } from '../../../preload/contract/export-events.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { insertAlerts } from '../../../main/case/alerts.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { exportEvents } from '../../../main/exports/events/export-events.ts'
import {
  addCapture,
  booleans,
  chunkOf,
  integers,
  newCase,
  numbers,
  scratch,
  text,
  times,
} from '../case/fixtures.ts'

/** 2024-01-01T00:00:00.000001Z */
export const EPOCH = 1_704_067_200_000_001
export const TRICKY = [
  '',
  '=1+1',
  'a "b", c\nd',
  '𝔘ñí — 事件',
  "'=x",
  '-5',
  "'-5",
  '@SUM(A1)',
  ' x ',
  '+1-cmd|x',
]

/** Two captures, each of two chunks; `n` is text in the second, `Host` collides with a column of the page. */
export function trickyCase(): CaseFile {
  const c = newCase()
  const mapping = { time: 'at', host: 'Host', users: ['who'], action: 'n' }
  const rows = (first: number, cells: string[]) => {
    const i = cells.map((_, k) => first + k)
    return {
      at: times(...i.map((k) => (k % 5 === 4 ? NaN : EPOCH + ((k * 7) % 10) * 1e6))),
      Host: text(...i.map((k) => ['DC01', 'WS-7'][k % 2]!)),
      who: text(...cells),
      flag: booleans(...i.map((k) => [0, 1, 255][k % 3]!)),
      ratio: numbers(...i.map((k) => [0.1, NaN, -Infinity, -1e300][k % 4]!)),
    }
  }
  const half = TRICKY.length / 2
  const [one, two] = [TRICKY.slice(0, half), TRICKY.slice(half)]
  const number = integers(...one.map((_, k) => (k === 1 ? NaN : k)))
  addCapture(c, [chunkOf({ ...rows(0, one), n: number }), chunkOf(rows(half, two))], {
    name: 'a.csv',
    mapping,
  })
  addCapture(c, [chunkOf({ ...rows(3, two), n: text(...two.map((_, k) => `n${k}`)) })], {
    name: 'b.csv',
    mapping,
  })
  insertAlerts(c, listSources(c)[0]!.id, [])
  return c
}

const ALL = { filter: '', from: null, to: null, labelSet: null, order: 'oldest' as const, replace: false }

/** Exports into a folder of its own; no file there counts as a success that was not one. */
export async function exported(
  c: CaseFile,
  input: Partial<EventsExportInput> & Pick<EventsExportInput, 'format'>,
  signal = new AbortController().signal,
) {
  const file = input.file ?? join(scratch(), `events.${input.format}`)
  const steps: (number | null)[] = []
  const progress = ({ fraction }: { fraction: number | null }): void => void steps.push(fraction)
  const answer = await exportEvents(c, { ...ALL, ...input, file }, { signal, progress })
  const bytes = readFileSync(file)
  const sidecar = JSON.parse(readFileSync(answer.sidecar, 'utf8')) as Record<string, unknown>
  return { answer, bytes, sidecar, steps }
}

/** What the guard of formulas puts before a cell is taken away, as the docs say. */
export function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell
}
