/** A thread that grows trees: at each word from the trainer, as many of the round's trees as it gets hold of. */
import { parentPort, workerData } from 'node:worker_threads'
import { createBooster, type Grown, type Work } from './booster.ts'

const booster = createBooster(workerData as Work)

parentPort?.on('message', () => {
  const grown: Grown[] = []
  for (let one = booster.growNext(); one !== null; one = booster.growNext()) grown.push(one)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(grown)
})
