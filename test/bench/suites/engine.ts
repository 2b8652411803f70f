/**
 * The engine beside PyTorch, the same work with the same shapes, in turn: medians of both sides. PyTorch runs each work in its
 * fastest form (threads, form of Adam); our side is what a training of the workstation does, guards and progress included.
 */
import { createOnnxEngine } from '../../../main/engine/onnxruntime/cpu-engine.ts'
import type { Engine } from '../../../main/engine/types.ts'
import { flowsMemory, scoreFlows, trainFlows } from '../flow-works.ts'
import { scoreMixture, trainExperts, wholeSystem, type Training } from '../mixture-works.ts'
import { median, type Row, type Suite } from '../rows.ts'
import { howToInstall, pythonHas, TorchPeer, type Question } from '../torch-peer.ts'

interface Work {
  name: string
  unit: 'rows/s' | 'runs/s' | 'steps/s'
  script: string
  ours(engine: Engine): () => Promise<number>
  /** Ways in which PyTorch can do it; none: what it takes to do it so is said in another row. */
  peer: Question[]
  /** Less of the same, to find the fastest way by, where one round takes minutes. */
  trial?: (question: Question) => Question
  atLeast: number
  rounds: number
}

const BOTH = [{ foreach: false }, { foreach: true }]
/** Half a second a round and more: rounds of a tenth measured how the processor wakes up, and gave 1.92 to 2.81 times PyTorch for the same. */
const one: Training = {
  rows: 20_480,
  dims: [64, 128, 64, 1],
  batch: 256,
  dropout: 0,
  epochs: 20,
  networks: 1,
}
const five: Training = { ...one, epochs: 8, networks: 5 }
/** As long as a capture, so that what a call takes by itself counts as much as it does there. */
const scoring = { rows: 400_000, features: 32, hidden: [64, 32], classes: 5 }
const system = {
  rows: 300_000,
  features: 32,
  classes: 5,
  benign: 0.722,
  hidden: [64, 32],
  batch: 256,
  expertEpochs: 10,
  gateEpochs: 30,
}

/** Rows a block, and ReLU written over what it reads or not. */
const scoringWays = [1024, 4096, 16_384].flatMap((block) => [false, true].map((lean) => ({ block, lean })))
const flowWays = [32, 256, 1024]
const flows = { rows: 768, batch: 256, epochs: 1 }

const script = 'torch_mixture.py'
const unit = 'rows/s'
export const works: Work[] = [
  {
    name: 'train an expert, 64-128-64-1, batch 256',
    unit,
    script,
    rounds: 9,
    atLeast: 2.2,
    ours: (engine) => () => trainExperts(engine, one),
    peer: BOTH.map((form) => ({ work: 'train', ...one, ...form })),
  },
  {
    name: 'train five experts at once; PyTorch one after the other',
    unit,
    script,
    rounds: 9,
    atLeast: 3.4,
    ours: (engine) => () => trainExperts(engine, five),
    peer: BOTH.map((form) => ({ work: 'train', ...five, ...form })),
  },
  {
    name: 'the same; PyTorch as one batched product',
    unit,
    script,
    rounds: 5,
    atLeast: 1,
    ours: (engine) => () => trainExperts(engine, five),
    peer: BOTH.map((form) => ({ work: 'batched', ...five, ...form })),
  },
  {
    name: 'score S1, five experts and gate',
    unit,
    script,
    rounds: 9,
    atLeast: 2.2,
    ours: (engine) => scoreMixture(engine, scoring),
    peer: scoringWays.map((way) => ({ work: 'score', ...scoring, ...way })),
    trial: (question) => ({ ...question, rows: 100_000 }),
  },
  {
    name: 'the same; PyTorch with the rows shared by two Python threads',
    unit,
    script,
    rounds: 9,
    atLeast: 1,
    ours: (engine) => scoreMixture(engine, scoring),
    peer: scoringWays.map((way) => ({ work: 'score', ...scoring, ...way, hands: 2 })),
    trial: (question) => ({ ...question, rows: 100_000 }),
  },
  {
    name: 'S1 as published, three protocols, 300 k × 32, table to decisions (one round)',
    unit: 'runs/s',
    script,
    rounds: 1,
    atLeast: 2.2,
    ours: (engine) => wholeSystem(engine, system),
    peer: [{ work: 'system', ...system, foreach: false }],
    trial: (question) => ({ ...question, rows: 30_000, expertEpochs: 1, gateEpochs: 3 }),
  },
  {
    name: 'train S2, 700 k parameters, batch 256',
    unit: 'steps/s',
    script: 'torch_flows.py',
    rounds: 5,
    atLeast: 1.9,
    ours: (engine) => () => trainFlows(engine, { rows: flows.rows, epochs: flows.epochs }),
    peer: [true, false].map((lean) => ({ work: 'train', ...flows, lean, foreach: false })),
  },
  {
    name: 'score S2',
    unit,
    script: 'torch_flows.py',
    rounds: 3,
    atLeast: 3,
    ours: (engine) => scoreFlows(engine, { rows: 4096 }),
    peer: flowWays.map((block) => ({ work: 'score', rows: 4096, block, lean: true })),
  },
  {
    name: 'score S2; PyTorch with the rows shared by two Python threads',
    unit,
    script: 'torch_flows.py',
    rounds: 3,
    atLeast: 1,
    ours: (engine) => scoreFlows(engine, { rows: 4096 }),
    peer: flowWays.map((block) => ({ work: 'score', rows: 4096, block, lean: true, hands: 2 })),
  },
]

/** One row: both sides in turn, medians. */
export async function measure(engine: Engine, work: Work): Promise<Row> {
  const peer = new TorchPeer(work.script)
  try {
    const theirs = await peer.fastest(work.peer, work.rounds > 3 ? 3 : 2, work.trial)
    const ours = work.ours(engine)
    // The peer's first round was one of its trials.
    if (work.rounds > 1) await ours()
    const [mine, other]: [number[], number[]] = [[], []]
    for (let round = 0; round < work.rounds; round++) {
      mine.push(await ours())
      other.push(await theirs())
    }
    return row(work, median(mine), median(other))
  } finally {
    peer.end()
  }
}

const MEMORY = 'memory of training S2, batch 256, a table of 250 k rows included'

/** The most memory that a training of S2 takes. */
function memory(): Row {
  const ours = flowsMemory()
  const bound = 'at most 1 GB'
  return { suite: 'engine', work: MEMORY, ours, peer: null, unit: 'GB', ratio: null, bound, holds: ours <= 1 }
}

function row({ name, unit, atLeast }: Work, ours: number, peer: number): Row {
  const ratio = ours / peer
  const bound = `at least ${atLeast} times PyTorch`
  return { suite: 'engine', work: name, ours, peer, unit, ratio, bound, holds: ratio >= atLeast }
}

function figures({ ours, peer, unit, ratio, bound, holds }: Row): string {
  const [mine, other] = [ours, peer!].map((rate) =>
    rate.toLocaleString('en-US', { maximumSignificantDigits: 3 }),
  )
  return `${mine} ÷ ${other} ${unit} = ${ratio!.toFixed(2)}; ${bound}: ${holds ? 'yes' : 'NO'}`
}

export const engineSuite: Suite = {
  name: 'engine',
  async run(say, only) {
    const named = (name: string) => name.includes(only)
    if (!pythonHas('torch')) return { rows: [memory()], absent: [`PyTorch: ${howToInstall}`] }
    const engine = await createOnnxEngine()
    const rows: Row[] = []
    for (const work of works.filter(({ name }) => named(name))) {
      say(work.name)
      const row = await measure(engine, work)
      say(`  ${figures(row)}`)
      rows.push(row)
    }
    await engine.dispose()
    return { rows: named(MEMORY) ? [...rows, memory()] : rows, absent: [] }
  },
}
