/**
 * The one TensorFlow.js of the process: loaded quietly, and switched to a backend only for the length of one
 * synchronous piece of work, so that engines may take turns between awaits.
 */
import * as tf from '@tensorflow/tfjs'

// Production mode leaves out the greeting that recommends another package, and slow self-checks.
tf.enableProdMode()

export { tf }

/** Runs `work` on a backend and gives its answer; tensors made inside and not in the answer are freed. */
export function onBackend<T extends tf.TensorContainer>(backend: string, work: () => T): T {
  const before = tf.engine().backendName
  use(backend)
  try {
    return tf.tidy(work)
  } finally {
    if (before && before !== backend) use(before)
  }
}

/** `setBackend` acts at once for backends that start synchronously, and all of ours do. */
function use(backend: string): void {
  if (tf.engine().backendName === backend) return
  void tf.setBackend(backend)
}
