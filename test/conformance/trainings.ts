/** Whole trainings beside the kernels: all of S1's parts, and the flow networks of S2 under each gate. */
import { createEagerEngine } from '../../main/engine/tensorflow/eager.ts'
import { largestError, selfTest } from '../../main/engine/choice/probe.ts'
import type { Engine } from '../../main/engine/types.ts'
import { flowsForward } from '../../main/models/flows/network.ts'
import type { FlowGate } from '../../main/models/flows/shape.ts'
import { flowPlan, flowRows, smallShape } from '../unit/models/flows/task.ts'

/** Weights, losses and scores that an engine must come to. */
type Work = (engine: Engine) => Promise<Float32Array[]>

const gates: FlowGate[] = ['soft', 'top-k', 'attention', 'hierarchical']

export const trainings: Record<string, Work> = {
  'training of experts': selfTest,
  ...Object.fromEntries(gates.map((gate) => [`training of S2, ${gate}`, flows(gate)])),
}

/** Plain descent: Adam takes whole steps along gradients that are 0 but for rounding. */
function flows(gate: FlowGate): Work {
  return async (engine) => {
    const shape = smallShape(gate)
    const { x, y } = flowRows(20)
    const descent = { optimizer: { kind: 'sgd', weightDecay: 0 } as const, learningRate: 0.1, epochs: 1 }
    const { weights, losses } = await engine.train(flowPlan(shape, { ...descent, validation: { x, y } }, 34))
    const columns = shape.classes + shape.experts.length
    const scores = await engine.score({ weights, forward: flowsForward(shape), x, columns })
    const curve = losses.flatMap(({ train, validation }) => [train, validation ?? 0])
    return [...Object.values(weights).map(({ data }) => data), scores, Float32Array.from(curve)]
  }
}

/** Largest error of a training on this engine against plain JavaScript. */
export async function trainingError(work: Work, engine: Engine): Promise<number> {
  return largestError(await work(engine), await work(createEagerEngine('oracle', 'cpu', 'CPU')))
}
