/**
 * One split for every protocol.
 *
 * The published code made its balanced and its realistic data from separate splits of one capture, so that a test row
 * of one could be a training row of the other. Here the rows are split once, and every regime and every test draws
 * from its own part: no test row of any protocol is ever in any training or validation.
 */
import { Problem } from '../../preload/contract/problem.ts'
import { holdsOut, type SplitConfig } from '../../preload/contract/split-config.ts'
import { mixSeed, permutation } from '../engine/random.ts'
import { joined, rowsByClass } from './sampling.ts'
import { TEST, TRAIN } from './sides.ts'
import type { Dataset, Parts } from './types.ts'

/** Fewest rows of a class that leave one for each part. */
export const leastPerClass = 3

/**
 * Splits the data set's rows: by class at random, by time, or with whole captures, hosts or users held out.
 * @throws Problem `bad-split`, `too-few-rows`, `class-not-in-training`.
 */
export function split(dataset: Dataset, config: SplitConfig, seed: number): Parts {
  if (holdsOut(config)) return splitHeldOut(dataset, config, seed)
  if (config.train + config.validation > 0.995)
    throw new Problem('bad-split', 'Training and validation together leave nothing to test on.', {
      where: { field: 'split' },
      advice: 'Lower `split.train` or `split.validation`; 0.7 and 0.15 leave 0.15 for the test.',
    })
  demandRows(dataset)
  return config.by === 'time' ? splitByTime(dataset, config) : splitByClass(dataset, config, seed)
}

/** What is held out is the test; the rest is parted into training and validation, each class in the same shares. */
function splitHeldOut(dataset: Dataset, config: SplitConfig, seed: number): Parts {
  const { labels, classes, sides } = dataset
  if (!sides) throw new Error('The data set was built without the sides of its split')
  const side = (wanted: number) => Int32Array.from(labels.keys()).filter((row) => sides[row] === wanted)
  const [known, test] = [side(TRAIN), side(TEST)]
  const lists = rowsByClass(known, labels, classes.length)
  demandSides(classes, lists, rowsByClass(test, labels, classes.length), config.by)
  const share = config.validation / (config.train + config.validation)
  const cut = lists.map((rows, k) => {
    const shuffled = permutation(rows.length, mixSeed(seed, 'split', k)).map((place) => rows[place] ?? 0)
    const validation = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * share)))
    return [shuffled.subarray(validation), shuffled.subarray(0, validation)] as const
  })
  return {
    train: joined(cut.map(([train]) => train)),
    validation: joined(cut.map(([, validation]) => validation)),
    test,
  }
}

/** Every class must have been seen, and there must be something to be tested on. */
function demandSides(
  classes: string[],
  known: Int32Array[],
  test: Int32Array[],
  by: SplitConfig['by'],
): void {
  const few = classes.filter((_, k) => (known[k]?.length ?? 0) < 2)
  const list = classes
    .map((name, k) => `${name} ${known[k]?.length ?? 0} + ${test[k]?.length ?? 0}`)
    .join(', ')
  const advice =
    'Hold out something else, keep fewer classes (top), or label all attacks as one class (a column with --binary).'
  if (few.length > 0)
    throw new Problem(
      'class-not-in-training',
      `Split by ${by}, training sees no events, or a single one, of ${few.join(', ')} (events trained on + tested on: ${list}).`,
      { where: { field: 'split' }, advice },
    )
  if (test.every((rows) => rows.length === 0))
    throw new Problem(
      'bad-split',
      `What is tested on has no labeled event (trained on + tested on: ${list}).`,
      {
        where: { field: 'split.testOn' },
        advice: 'Label it too, or hold out something else.',
      },
    )
}

function demandRows(dataset: Dataset): void {
  const counts = dataset.classes.map(() => 0)
  for (const label of dataset.labels) counts[label] = (counts[label] ?? 0) + 1
  const few = dataset.classes.filter((_, k) => (counts[k] ?? 0) < leastPerClass)
  if (few.length === 0) return
  const list = dataset.classes.map((name, k) => `${name} ${counts[k] ?? 0}`).join(', ')
  throw new Problem(
    'too-few-rows',
    `Every class needs at least ${leastPerClass} events, one for each part of the split; ${few.join(', ')} ` +
      `${few.length === 1 ? 'has' : 'have'} fewer (${list}).`,
    {
      where: { field: 'labelSet' },
      advice:
        'Widen the labeling window, keep fewer classes (top), or group alerts by tactic; then lock a new label set.',
    },
  )
}

function splitByClass(dataset: Dataset, config: SplitConfig, seed: number): Parts {
  const all = Int32Array.from(dataset.labels.keys())
  const lists = rowsByClass(all, dataset.labels, dataset.classes.length)
  const cut = lists.map((rows, k) => {
    const shuffled = permutation(rows.length, mixSeed(seed, 'split', k)).map((place) => rows[place] ?? 0)
    const [train, validation] = cuts(rows.length, config)
    return [
      shuffled.subarray(0, train),
      shuffled.subarray(train, train + validation),
      shuffled.subarray(train + validation),
    ] as const
  })
  return {
    train: joined(cut.map(([train]) => train)),
    validation: joined(cut.map(([, validation]) => validation)),
    test: joined(cut.map(([, , test]) => test)),
  }
}

/** Sizes of training and validation among n >= 3 rows, so that each of the three parts gets at least one. */
function cuts(n: number, config: SplitConfig): [number, number] {
  const validation = Math.min(n - 2, Math.max(1, Math.round(n * config.validation)))
  const train = Math.min(n - validation - 1, Math.max(1, Math.round(n * config.train)))
  return [train, validation]
}

function splitByTime(dataset: Dataset, config: SplitConfig): Parts {
  const { times, labels, classes } = dataset
  demandTimes(times)
  const order = Int32Array.from(labels.keys())
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
  const first = cutBetweenTimes(order, times, Math.round(order.length * config.train), 0)
  const wanted = Math.round(order.length * (config.train + config.validation))
  const second = cutBetweenTimes(order, times, Math.max(wanted, first + 1), first)
  const parts = {
    train: order.slice(0, first).sort(),
    validation: order.slice(first, second).sort(),
    test: order.slice(second).sort(),
  }
  if (parts.train.length === 0 || parts.validation.length === 0 || parts.test.length === 0)
    throw new Problem('bad-split', 'Too many events share one time to split them by time.', {
      where: { field: 'split.by' },
      advice: 'Use the stratified split.',
    })
  demandTrained(parts.train, labels, classes)
  return parts
}

function demandTimes(times: Float64Array): void {
  const without = times.reduce((sum, time) => sum + (Number.isNaN(time) ? 1 : 0), 0)
  if (without === 0) return
  throw new Problem(
    'no-times',
    `${without} of ${times.length} events have no time, so they cannot be split by it.`,
    {
      where: { field: 'split.by' },
      advice: 'Use the stratified split, or split by capture: train on one and test on another.',
    },
  )
}

/** The cut nearest to `wanted` from above that lies between two different times; from below if there is none. */
function cutBetweenTimes(order: Int32Array, times: Float64Array, wanted: number, after: number): number {
  const time = (place: number) => times[order[place] ?? 0] ?? 0
  const start = Math.min(Math.max(wanted, 1), order.length - 1)
  for (let cut = start; cut < order.length; cut++) if (time(cut) > time(cut - 1)) return cut
  for (let cut = start - 1; cut > after; cut--) if (time(cut) > time(cut - 1)) return cut
  return order.length
}

function demandTrained(train: Int32Array, labels: Uint8Array, classes: string[]): void {
  const seen = new Set(Array.from(train, (row) => labels[row]))
  const unseen = classes.filter((_, k) => !seen.has(k))
  if (unseen.length === 0) return
  throw new Problem(
    'class-not-in-training',
    `Split by time, the training part ends before the first event of ${unseen.join(', ')}.`,
    {
      where: { field: 'split.by' },
      advice: 'Use the stratified split, raise `split.train`, or keep fewer classes.',
    },
  )
}
