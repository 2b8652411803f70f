/**
 * Which events a split by capture, host or user trains on and which it tests on. What is tested on is held out whole: an event
 * is on the test side when its capture, its host or any of its users is one that is tested on, and on no side when it is
 * neither that nor among what is trained on.
 */
import type { CaseFile } from '../case/case-file.ts'
import type { Coded } from '../case/evidence/columns.ts'
import type { EventCore } from '../case/evidence/core.ts'
import { sourceIds } from '../case/evidence/source-names.ts'
import { listSources } from '../case/evidence/sources.ts'
import { holdsOut, type SplitConfig } from '../../preload/contract/split-config.ts'
import { listing } from '../../preload/figures/format.ts'
import { Problem } from '../../preload/contract/problem.ts'

export const TRAIN = 1
export const TEST = 2

/**
 * The config with every name decided, so that a later import cannot change what a stored run means: captures become numbers,
 * the newest one where none is named; hosts and users stay as they are.
 * @throws Problem no-such-source, bad-split
 */
export function decideSplit(c: CaseFile, split: SplitConfig): SplitConfig {
  if (split.by !== 'source') return split
  const ids = listSources(c).flatMap(({ id, kind }) => (kind === 'capture' ? [id] : []))
  const newest = ids.reduce((most, id) => Math.max(most, id), 0)
  const test = new Set(split.testOn ? sourceIds(c, split.testOn) : [newest])
  const train = split.trainOn ? sourceIds(c, split.trainOn) : ids.filter((id) => !test.has(id))
  const both = train.filter((id) => test.has(id))
  if (both.length > 0) throw bad(`Capture ${both.join(', ')} is named for training and for the test.`)
  if (train.length === 0) throw bad('There is one capture only; a split by capture needs another to test on.')
  return { ...split, testOn: [...test].map(String), trainOn: train.map(String) }
}

/**
 * Side of every event: TRAIN, TEST, or 0 for neither; null where the split holds nothing out.
 * @throws Problem no-such-source, bad-split
 */
export function sidesOf(c: CaseFile, core: EventCore, split: SplitConfig): Uint8Array | null {
  if (!holdsOut(split)) return null
  if (split.by === 'source') return bySource(core, decideSplit(c, split))
  const columns = split.by === 'host' ? [core.host] : core.users
  if (!split.testOn) throw unnamed(split.by, columns)
  const sides = new Uint8Array(core.count).fill(split.trainOn ? 0 : TRAIN)
  if (split.trainOn) mark(sides, columns, split.trainOn, TRAIN, split.by)
  mark(sides, columns, split.testOn, TEST, split.by)
  return sides
}

function bySource(core: EventCore, { testOn, trainOn }: SplitConfig): Uint8Array {
  const side = new Map([
    ...(trainOn ?? []).map((id) => [Number(id), TRAIN] as const),
    ...(testOn ?? []).map((id) => [Number(id), TEST] as const),
  ])
  return Uint8Array.from(core.source.subarray(0, core.count), (source) => side.get(source) ?? 0)
}

/** Gives the side to every event that has one of the values in any of the columns, whatever its case. */
function mark(sides: Uint8Array, columns: Coded[], wanted: string[], side: number, by: string): void {
  const keys = new Set(wanted.map((name) => name.toLowerCase()))
  const found = new Set<string>()
  for (const { codes, values } of columns) {
    const hit = Uint8Array.from(values, (value) => (value !== '' && keys.has(value.toLowerCase()) ? 1 : 0))
    for (let event = 0; event < sides.length; event++) {
      if (hit[codes[event]!] !== 1) continue
      sides[event] = side
      found.add(values[codes[event]!]!.toLowerCase())
    }
  }
  const missing = wanted.filter((name) => !found.has(name.toLowerCase()))
  if (missing.length > 0)
    throw bad(`No event has the ${by} ${missing.join(', ')}.`, `There are: ${frequent(columns)}.`)
}

function unnamed(by: string, columns: Coded[]): Problem {
  const there = frequent(columns)
  return bad(
    `Which ${by} is to be tested on is not said.`,
    there === '' ? `No capture names a ${by}.` : `Name one or more in \`split.testOn\`: ${there}.`,
  )
}

function frequent(columns: Coded[]): string {
  const counts = new Map<string, number>()
  for (const { codes, values } of columns)
    for (const code of codes) if (code !== 0) counts.set(values[code]!, (counts.get(values[code]!) ?? 0) + 1)
  const most = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name]) => name)
  return most.length === 0 ? '' : listing(most, 12)
}

function bad(message: string, advice = 'See `split.testOn` and `split.trainOn`.'): Problem {
  return new Problem('bad-split', message, { where: { field: 'split' }, advice })
}
