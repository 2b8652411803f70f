/**
 * The three published experiments as row lists drawn from one split: E1 trains and tests imbalanced, E2 trains and
 * tests balanced, E3 trains balanced and is tested on realistic rows.
 */
import type { ExperimentConfig, ProtocolId } from '../../preload/contract/experiment.ts'
import { mixSeed } from '../engine/random.ts'
import { balanced, imbalanced, joined, realistic, rowsByClass } from './sampling.ts'
import type { Dataset, Parts, RegimeName, TestKind } from './types.ts'

export const protocolPlan: Record<ProtocolId, { regime: RegimeName; test: TestKind }> = {
  E1: { regime: 'imbalanced', test: 'imbalanced' },
  E2: { regime: 'balanced', test: 'balanced' },
  E3: { regime: 'balanced', test: 'realistic' },
}

/** Rows of every regime and every test. All are drawn whatever protocols run, so that none depends on the others. */
export interface RowLists {
  regimes: Record<RegimeName, { train: Int32Array; validation: Int32Array }>
  tests: Record<TestKind, Int32Array>
}

export function drawRows(
  dataset: Dataset,
  parts: Parts,
  sampling: ExperimentConfig['sampling'],
  seed: number,
): RowLists {
  const lists = (part: keyof Parts) => rowsByClass(parts[part], dataset.labels, dataset.classes.length)
  const own = (part: keyof Parts, kind: TestKind) => mixSeed(seed, 'sampling', part, kind)
  const uneven = (part: keyof Parts) => imbalanced(lists(part), sampling.benignShare, own(part, 'imbalanced'))
  const even = (part: keyof Parts) => balanced(lists(part), own(part, 'balanced'))
  return {
    regimes: {
      imbalanced: { train: uneven('train'), validation: uneven('validation') },
      balanced: { train: even('train'), validation: even('validation') },
    },
    tests: {
      imbalanced: uneven('test'),
      balanced: even('test'),
      realistic: realistic(lists('test'), sampling.realisticKeep, own('test', 'realistic')),
    },
  }
}

/** The union of ascending lists, ascending. */
export function union(lists: Int32Array[]): Int32Array {
  return joined(lists).filter((row, at, all) => at === 0 || row !== all[at - 1])
}

/**
 * Leaves out the rows that no list uses (undersampled benign training rows, mostly), so that they are not encoded.
 * Row indexes in the lists are renumbered accordingly.
 */
export function compact(dataset: Dataset, lists: RowLists): { dataset: Dataset; lists: RowLists } {
  const { regimes, tests } = lists
  const regimeLists = Object.values(regimes).flatMap(({ train, validation }) => [train, validation])
  const used = union([...regimeLists, ...Object.values(tests)])
  const place = new Int32Array(dataset.labels.length)
  used.forEach((row, to) => (place[row] = to))
  const renumber = (rows: Int32Array) => rows.map((row) => place[row] ?? 0)
  const regime = (name: RegimeName) => ({
    train: renumber(regimes[name].train),
    validation: renumber(regimes[name].validation),
  })
  return {
    dataset: {
      classes: dataset.classes,
      labels: Uint8Array.from(used, (row) => dataset.labels[row] ?? 0),
      events: Float64Array.from(used, (row) => dataset.events[row] ?? 0),
      times: Float64Array.from(used, (row) => dataset.times[row] ?? 0),
    },
    lists: {
      regimes: { imbalanced: regime('imbalanced'), balanced: regime('balanced') },
      tests: {
        imbalanced: renumber(tests.imbalanced),
        balanced: renumber(tests.balanced),
        realistic: renumber(tests.realistic),
      },
    },
  }
}
