/**
 * Boosted trees on real flows (CIC-IDS2017, 16 classes), 100 rounds of depth 6 on two threads, beside XGBoost's histogram method with
 * the same settings and rows. The time is that of training alone, binning included, from a matrix in memory. How good both are is the
 * suite `quality`. XGBoost's threads wait busily for each other: beside other work its time grows many times over, so measure on
 * an idle machine.
 */
import { trainTrees } from '../../../main/models/trees/train.ts'
import { readFlows, type Flows } from '../flows.ts'
import { median, type Suite } from '../rows.ts'
import { howToInstall } from '../torch-peer.ts'
import { xgboostOn } from '../xgboost-peer.ts'

const THREADS = 2
const ROUNDS = 3

async function ours({ train, classes }: Flows): Promise<number> {
  const started = performance.now()
  await trainTrees({ ...train, classes: classes.length, threads: THREADS })
  return performance.now() - started
}

export const treesSuite: Suite = {
  name: 'trees',
  async run(say) {
    const flows = readFlows()
    if (flows === null) return { rows: [], absent: ['flows of CIC-IDS2017: the real captures are not here'] }
    const { x } = flows.train
    const size = `${x.rows} flows × ${x.columns} features, ${flows.classes.length} classes`
    say(size)
    const times: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      times[0].push(await ours(flows))
      const peer = xgboostOn(flows, THREADS)
      if (peer) times[1].push(peer.ms)
    }
    const absent = times[1].length > 0 ? [] : [`XGBoost: ${howToInstall}`]
    const mine = median(times[0])
    const peer = absent.length > 0 ? null : median(times[1])
    const ratio = peer === null ? null : peer / mine
    const bound = "at most 3 times XGBoost's time"
    const holds = ratio === null || ratio >= 1 / 3
    const work = `train, ${size}`
    return { rows: [{ suite: 'trees', work, ours: mine, peer, unit: 'ms', ratio, bound, holds }], absent }
  },
}
