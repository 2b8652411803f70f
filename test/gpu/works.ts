/** What is timed on a machine with a graphics card: S1 and the published S2, training and scoring, two sizes of batch. */
import type { Engine, Rows } from '../../main/engine/types.ts'
import { random } from '../../main/engine/random.ts'
import { flowsForward, flowsLoss } from '../../main/models/flows/network.ts'
import { carriedOf, initFlows } from '../../main/models/flows/parameters.ts'
import { publishedMixture } from '../../main/models/flows/shape.ts'
import { oneHot } from '../../main/models/mixture.ts'
import { scoreMixture, trainExperts } from '../bench/mixture-works.ts'

export interface GpuWork {
  name: string
  /** Rows a second. */
  ours(engine: Engine): Promise<number>
  /** The same asked of the PyTorch peer; null where it has no such work. */
  peer: { script: string; question: object } | null
}

const five = { dims: [64, 128, 64, 1], dropout: 0, networks: 5, epochs: 4 }
const scoring = { rows: 500_000, features: 32, hidden: [64, 32], classes: 5 }
const script = 'torch_mixture.py'

export const works: GpuWork[] = [
  ...[256, 4096].map((batch) => experts({ ...five, batch, rows: batch * 80 })),
  {
    name: 'score S1, five experts and gate',
    ours: (engine) => scoreMixture(engine, scoring)(),
    peer: { script, question: { work: 'score', ...scoring, block: scoring.rows } },
  },
  ...[256, 4096].map(flows),
  { name: 'score S2 as published', ours: scoreFlows, peer: null },
]

function experts(work: Parameters<typeof trainExperts>[1]): GpuWork {
  return {
    name: `train five experts, batch ${work.batch}`,
    ours: (engine) => trainExperts(engine, work),
    peer: { script, question: { work: 'batched', ...work, foreach: true } },
  }
}

function flows(batch: number): GpuWork {
  return {
    name: `train S2 as published, batch ${batch}`,
    ours: (engine) => trainFlows(engine, batch),
    peer: null,
  }
}

/** One epoch of eight steps to warm up, two that are timed; the processor is given as much time as it takes. */
async function trainFlows(engine: Engine, batch: number): Promise<number> {
  const shape = publishedMixture()
  const rows = batch * 8
  const ends: number[] = []
  await engine.train({
    name: 'flows',
    weights: initFlows(shape, 1),
    carried: carriedOf(shape),
    x: table(rows, shape.features),
    y: oneHot(
      Array.from({ length: rows }, (_, row) => row % shape.classes),
      shape.classes,
    ),
    loss: flowsLoss(shape, { dropout: 0.1, classWeights: [1, 1] }),
    epochs: 3,
    batchSize: batch,
    learningRate: 1e-4,
    seed: 1,
    onEpoch: () => ends.push(performance.now()),
  })
  return (2 * rows * 1000) / (ends.at(-1)! - ends[0]!)
}

async function scoreFlows(engine: Engine): Promise<number> {
  const shape = publishedMixture()
  const columns = shape.classes + shape.experts.length
  const job = { weights: initFlows(shape, 1), forward: flowsForward(shape), columns }
  await engine.score({ ...job, x: table(512, shape.features) })
  const x = table(8192, shape.features)
  const started = performance.now()
  await engine.score({ ...job, x })
  return (x.rows * 1000) / (performance.now() - started)
}

function table(rows: number, columns: number): Rows {
  const next = random(1)
  return { rows, columns, data: Float32Array.from({ length: rows * columns }, () => next() * 4 - 2) }
}
