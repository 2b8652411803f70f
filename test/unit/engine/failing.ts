/** Engines that fail on purpose: a lost card, a card that computes nonsense. */
import type { Engine, TrainPlan } from '../../../main/engine/types.ts'

/** `engine`, as if on a GPU, that throws after so many steps of every training, and in every scoring if told to. */
export function losesCard(engine: Engine, afterSteps: number, scores = true): Engine {
  return {
    ...engine,
    name: 'onnxruntime-webgpu',
    device: 'GPU',
    train: (plan) => engine.train(stopAt(plan, afterSteps, 'The device was lost\nstack of the driver')),
    score: (job) => (scores ? engine.score(job) : Promise.reject(new Error('The device was lost'))),
  }
}

function stopAt(plan: TrainPlan, steps: number, message: string): TrainPlan {
  return {
    ...plan,
    onState: (take, moment) => {
      if (take().step >= steps) throw new Error(message)
      plan.onState?.(take, moment)
    },
  }
}
