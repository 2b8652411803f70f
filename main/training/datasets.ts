/**
 * The events of a label set that an experiment works on: benign or of a kept class. Events set apart (-1), dropped by the
 * conflict policy (-2), without time (-3) or without a label (-4) take no part. A window rule knows nothing of events that have
 * no time; labels from a column hold for them too, and the order of the rows then stands for time.
 */
import type { CaseFile } from '../case/case-file.ts'
import type { EventCore } from '../case/evidence/core.ts'
import { getLabelSet, readLabels } from '../case/label-sets.ts'
import { isColumnRule } from '../../preload/contract/labeling.ts'
import type { SystemId } from '../../preload/contract/models.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { apportion, drawPerClass, rowsByClass } from './sampling.ts'
import { leastPerClass } from './split.ts'
import type { Dataset } from './types.ts'

/**
 * The data set of a label set, at most `maxRows` events. Above that a sample is drawn in proportion to the classes,
 * but no class falls under a tenth of an equal share while it has the rows: a class of a few hundred attacks among
 * millions of benign events would otherwise vanish.
 * @param sides of every event of the case, where a split holds some out: events on neither side take no part
 * @throws Problem `one-class-only` when there is nothing to tell apart.
 */
export function buildDataset(
  c: CaseFile,
  core: EventCore,
  labelSet: string,
  maxRows: number,
  seed: number,
  sides: Uint8Array | null = null,
): Dataset {
  const { classes, labels } = readLabels(c, labelSet)
  const timeless = isColumnRule(getLabelSet(c, labelSet).rule)
  const rows: number[] = []
  for (let event = 0; event < labels.length; event++)
    if ((labels[event] ?? -1) >= 0 && sides?.[event] !== 0 && (timeless || !Number.isNaN(core.time[event])))
      rows.push(event)
  const events = Int32Array.from(rows)
  const byEvent = Uint8Array.from(labels, (label) => Math.max(0, label))
  const lists = rowsByClass(events, byEvent, classes.length)
  demandClasses(classes, lists)
  const kept = events.length > maxRows ? sample(lists, maxRows, seed) : events
  return {
    classes,
    labels: Uint8Array.from(kept, (event) => byEvent[event] ?? 0),
    events: Float64Array.from(kept),
    times: Float64Array.from(kept, (event) => core.time[event] ?? Number.NaN),
    ...(sides && { sides: Uint8Array.from(kept, (event) => sides[event] ?? 0) }),
  }
}

/**
 * The data set as a system sees it. Novelty asks one question, benign or not: all attacks are one class to it, and to all that
 * stands beside it.
 */
export function datasetFor(system: SystemId, dataset: Dataset): Dataset {
  if (system !== 'novelty' || dataset.classes.length <= 2) return dataset
  const classes = [dataset.classes[0]!, dataset.classes[0] === 'attack' ? 'any attack' : 'attack']
  return { ...dataset, classes, labels: dataset.labels.map((label) => Math.min(label, 1)) }
}

function sample(lists: Int32Array[], maxRows: number, seed: number): Int32Array {
  const counts = lists.map((list) => list.length)
  const least = Math.max(leastPerClass, Math.ceil(maxRows / lists.length / 10))
  return drawPerClass(lists, apportion(counts, maxRows, least), seed)
}

function demandClasses(classes: string[], lists: Int32Array[]): void {
  const present = lists.filter((list) => list.length > 0).length
  if (classes.length >= 2 && present >= 2) return
  const list = classes.map((name, k) => `${name} ${lists[k]?.length ?? 0}`).join(', ')
  throw new Problem(
    'one-class-only',
    `The label set has events of one class only (${list}); there is nothing to learn.`,
    {
      where: { field: 'labelSet' },
      advice:
        'Look at the Labeling page: alerts must match users and times of the capture. Widen the window or check the time zone, or take labels from a column that has several values; then lock a new label set.',
    },
  )
}
