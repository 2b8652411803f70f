/**
 * How well, not how fast: macro F1 on real flows (CIC-IDS2017, 16 classes) held out by the split of scikit-learn with seed 42.
 *
 * Boosted trees beside XGBoost (100 trees, depth 6), and the best mixture beside those boosted trees: S1 with trees for experts and
 * gate, decided as its preset says. All are trained on the same rows, none of them sees validation rows.
 */
import { decide } from '../../../main/evaluation/decide.ts'
import { scoreTrees } from '../../../main/models/trees/score.ts'
import { trainTrees } from '../../../main/models/trees/train.ts'
import { createOnnxEngine } from '../../../main/engine/onnxruntime/cpu-engine.ts'
import { presetNamed } from '../../../main/training/presets.ts'
import { s1 } from '../../../main/training/systems/s1.ts'
import { likeliest, macroF1, readFlows, type Flows } from '../flows.ts'
import type { Row, Suite } from '../rows.ts'
import { xgboostOn } from '../xgboost-peer.ts'
import { howToInstall } from '../torch-peer.ts'

const THREADS = 2

async function boosted({ train, test, classes }: Flows): Promise<number> {
  const { weights } = await trainTrees({ ...train, classes: classes.length, threads: THREADS })
  return macroF1(likeliest(await scoreTrees(weights, test.x), classes.length), test, classes.length)
}

async function mixture({ train, test, classes, columns }: Flows): Promise<number> {
  const { model, seed } = presetNamed('S1, boosted trees').config
  if (model.system !== 'S1') throw new Error('the preset is of another system')
  const engine = await createOnnxEngine()
  const signal = new AbortController().signal
  const { networks } = await s1.train({
    engine,
    regime: 'imbalanced',
    matrix: { ...train.x, names: columns },
    labels: train.labels,
    classes,
    rows: { train: Int32Array.from(train.labels.keys()), validation: new Int32Array() },
    model,
    seed,
    report: () => {},
    signal,
  })
  const scores = await s1.score({ engine, networks, x: test.x, classes, signal })
  return macroF1(decide(scores, model.gating, model.k).predicted, test, classes.length)
}

function row(work: string, ours: number, peer: number | null, bound: string, least: number): Row {
  const ratio = peer === null ? null : ours / peer
  return { suite: 'quality', work, ours, peer, unit: 'F1', ratio, bound, holds: ours >= least }
}

export const qualitySuite: Suite = {
  name: 'quality',
  async run(say) {
    const flows = readFlows()
    if (flows === null) return { rows: [], absent: ['flows of CIC-IDS2017: the real captures are not here'] }
    say(`boosted trees and XGBoost on ${flows.train.x.rows} flows`)
    const trees = await boosted(flows)
    const peer = xgboostOn(flows, THREADS)
    const theirs = peer && macroF1(peer.predicted, flows.test, flows.classes.length)
    say('the mixture of trees')
    const mixed = await mixture(flows)
    const on = `macro F1 on ${flows.test.x.rows} held-out flows`
    return {
      rows: [
        theirs === null
          ? row(`boosted trees, ${on}`, trees, null, 'at least 0.942', 0.942)
          : row(`boosted trees, ${on}; XGBoost`, trees, theirs, 'at most 0.005 less', theirs - 0.005),
        row(`S1 of boosted trees, ${on}; boosted trees`, mixed, trees, 'at least as much', trees),
      ],
      absent: peer ? [] : [`XGBoost: ${howToInstall}`],
    }
  },
}
