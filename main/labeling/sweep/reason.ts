/** Why a window is suggested, in two sentences. */
import { count, counted, duration, percent } from '../../../preload/figures/format.ts'
import type { Truth } from '../truth/truth.ts'
import type { GridCounts } from './grid.ts'
import type { Suggestion } from './suggest.ts'

export function suggestionReason(counts: GridCounts, found: Suggestion, truth: Truth | null): string {
  const { before, after, wrong, reached, best, cell } = found
  const window = `−${duration(before)} to +${duration(after)}`
  const labeled = counts.labeled[cell]!
  if (found.byTruth)
    return (
      `${window} labels ${counted(labeled, 'event')}, ${percent(1 - wrong)} of them rightly by ${truth?.name ?? 'truth'}. ` +
      `It finds ${count(reached)} of the ${count(best)} that any window finds while 99 % of its labels are right, ` +
      `and no shorter one finds as much.`
    )
  return (
    `${window} labels ${counted(labeled, 'event')}, of which ${percent(wrong)} lie in windows of two classes or nearer ` +
    `to another one's alert. ${count(reached)} alerts catch something; ${count(best)} at most do in any window with as ` +
    `little doubt. There is no truth to say how many labels are right.`
  )
}
