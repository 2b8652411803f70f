/**
 * What was supposed of a mixture of feature kinds, held against the data: that floods, password guessing and infiltration
 * show in times, port scans in packets and flags, and attacks on web pages in both alike.
 *
 * Asked where classes are so named and both experts are there. Confirmed: the expected expert has the larger mean weight on
 * these events, its 95 % interval above one half of what the two share. Refuted: below. Else, or on few events,
 * undecided. "Both alike" is confirmed within ALIKE of one half, and refuted outside.
 *
 * A mean weight is what the gate does, not what the experts know; and it says little where the gate gives every
 * event about the same, so the difference from all other events stands beside it.
 */
import type { Hypothesis } from '../../preload/contract/evaluation.ts'
import { decimal } from '../../preload/figures/format.ts'
import type { ScoredRows } from '../training/types.ts'

type Expected = Hypothesis['expected']

const FAMILIES: { family: string; pattern: RegExp; expected: Expected }[] = [
  { family: 'DDoS', pattern: /\bddos\b/i, expected: 'temporal' },
  {
    family: 'brute force',
    pattern: /^(?!.*web).*(brute|patator|password guess|credential stuff)/i,
    expected: 'temporal',
  },
  { family: 'infiltration', pattern: /^(?!.*port\s?scan).*infil/i, expected: 'temporal' },
  { family: 'port scan', pattern: /port\s?scan/i, expected: 'tabular' },
  { family: 'web attack', pattern: /web|xss|sql inj/i, expected: 'balanced' },
]

const FEWEST = 10
const ALIKE = 0.05
const Z = 1.96

/** Empty where the experts or the classes are others. */
export function hypothesesOf(scored: ScoredRows, classes: readonly string[]): Hypothesis[] {
  const [tabular, temporal] = ['tabular', 'temporal'].map((name) => scored.experts.indexOf(name)) as [
    number,
    number,
  ]
  if (scored.form !== 'joint' || tabular < 0 || temporal < 0) return []
  // The temporal expert's part of what the two have together, row by row.
  const part = Float64Array.from({ length: scored.rows }, (_, row) => {
    const weight = (e: number) => scored.gate[row * scored.experts.length + e]!
    const both = weight(tabular) + weight(temporal)
    return both > 0 ? weight(temporal) / both : Number.NaN
  })
  return FAMILIES.flatMap(({ family, pattern, expected }) => {
    const own = classes.filter((name, c) => c > 0 && pattern.test(name))
    if (own.length === 0) return []
    const inside = new Set(own.map((name) => classes.indexOf(name)))
    const these = momentsOf(part, (row) => inside.has(scored.truth[row]!))
    const others = momentsOf(part, (row) => !inside.has(scored.truth[row]!))
    return these.count === 0 ? [] : [{ family, classes: own, expected, ...judge(expected, these, others) }]
  })
}

interface Moments {
  count: number
  mean: number
  deviation: number
}

function judge(
  expected: Expected,
  these: Moments,
  others: Moments,
): Pick<Hypothesis, 'outcome' | 'temporal' | 'interval' | 'others' | 'events' | 'evidence'> {
  const { count, mean, deviation } = these
  const half = (Z * deviation) / Math.sqrt(count)
  const interval: [number, number] = [Math.max(0, mean - half), Math.min(1, mean + half)]
  const outcome = count < FEWEST ? 'undecided' : outcomeOf(expected, interval)
  const aside = others.count === 0 ? '' : `; on all other events ${decimal(others.mean)}`
  const evidence = `Temporal part of the weight ${decimal(mean)} (95 % interval ${decimal(interval[0])} to ${decimal(interval[1])}) on ${count} events, tabular ${decimal(1 - mean)}${aside}.`
  return {
    outcome,
    temporal: mean,
    interval,
    others: others.count === 0 ? null : others.mean,
    events: count,
    evidence,
  }
}

function outcomeOf(expected: Expected, [low, high]: [number, number]): Hypothesis['outcome'] {
  if (expected === 'balanced') {
    if (low >= 0.5 - ALIKE && high <= 0.5 + ALIKE) return 'confirmed'
    return low > 0.5 + ALIKE || high < 0.5 - ALIKE ? 'refuted' : 'undecided'
  }
  const [above, below] = [low > 0.5, high < 0.5]
  if (!above && !below) return 'undecided'
  return above === (expected === 'temporal') ? 'confirmed' : 'refuted'
}

function momentsOf(part: Float64Array, keep: (row: number) => boolean): Moments {
  let [count, mean, squares] = [0, 0, 0]
  part.forEach((value, row) => {
    if (Number.isNaN(value) || !keep(row)) return
    const delta = value - mean
    mean += delta / ++count
    squares += delta * (value - mean)
  })
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0 }
}
