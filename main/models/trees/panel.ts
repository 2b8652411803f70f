/**
 * A forest per class, each trained to tell its class from all the rest (logistic loss): experts of a mixture. They share bins
 * and threads, and each grows as it would alone: no expert's trees depend on another's.
 *
 * Validation rows end each expert by itself: `patience` rounds without a lower loss of its own; its rounds up to the lowest are
 * kept. Rounds go on while any expert still learns.
 */
import type { Weights } from '../../engine/types.ts'
import type { Work } from './booster.ts'
import { openCrew } from './crew.ts'
import { lossApart } from './derivatives.ts'
import { packForest } from './forest.ts'
import { prepareTrees, type LabeledTable, type RoundLoss, type TreePlan } from './train.ts'
import type { Tree } from './tree.ts'

export interface PanelPlan extends Omit<TreePlan, 'onRound'> {
  /** After each round: its number and the losses of all classes. */
  onRound?(round: number, losses: RoundLoss[]): void
}

/** One class's forest: of one output, as for two classes (forest.ts). */
export interface TreeExpert {
  weights: Weights
  /** Rounds that were kept. */
  rounds: number
  losses: RoundLoss[]
}

/**
 * One expert per class, in their order.
 * @throws Problem `bad-training-data`, `bad-tree-settings`; the signal's reason when aborted
 */
export async function trainTreePanel(plan: PanelPlan): Promise<TreeExpert[]> {
  const { work, validation } = prepareTrees(plan, plan.classes)
  const crew = openCrew(work, plan.threads ?? 1, plan.signal)
  try {
    return await boost(plan, work, validation, () => crew.round())
  } finally {
    await crew.dispose()
  }
}

async function boost(
  plan: PanelPlan,
  work: Work,
  validation: LabeledTable | null,
  round: () => Promise<{ output: number; tree: Tree }[]>,
): Promise<TreeExpert[]> {
  const { settings } = work
  const experts = Array.from({ length: plan.classes }, () => ({
    trees: [] as Tree[],
    losses: [] as RoundLoss[],
    best: { round: 0, loss: Infinity },
  }))
  const learning = (done: number) => experts.some(({ best }) => done - best.round < settings.patience)
  for (let done = 0; done < settings.rounds && learning(done); done++) {
    plan.signal?.throwIfAborted()
    for (const { output, tree } of await round()) experts[output]!.trees.push(tree)
    plan.signal?.throwIfAborted()
    experts.forEach((expert, k) => {
      const point = pointOf(work, plan.labels, validation, k, done + 1)
      expert.losses.push(point)
      if (point.validation === null || point.validation < expert.best.loss)
        expert.best = { round: done + 1, loss: point.validation ?? Infinity }
    })
    plan.onRound?.(
      done + 1,
      experts.map(({ losses }) => losses.at(-1)!),
    )
  }
  return experts.map(({ trees, losses, best }) => {
    const kept = trees.slice(0, best.round).map((tree) => [tree])
    return { weights: packForest(kept, 1), rounds: kept.length, losses }
  })
}

function pointOf(
  { powers, validation: aside }: Work,
  labels: Uint8Array,
  validation: LabeledTable | null,
  k: number,
  round: number,
): RoundLoss {
  const own = (data: Float64Array, rows: number) => data.subarray(k * rows, (k + 1) * rows)
  return {
    round,
    train: lossApart(own(powers, labels.length), labels, k),
    validation:
      validation && aside
        ? lossApart(own(aside.powers, validation.labels.length), validation.labels, k)
        : null,
  }
}
