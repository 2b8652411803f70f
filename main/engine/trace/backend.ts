/**
 * A TensorFlow.js backend that computes nothing: every kernel call becomes an ONNX node in the graph that is being
 * recorded. Ops and gradients of tfjs run unchanged on it, so a model is written once and compiled from itself.
 *
 * A model may not look at numbers while it is traced; only constants can be read back.
 */
import type { Graph } from '../onnx/graph.ts'
import { onBackend, tf } from '../tensorflow/tensorflow.ts'
import { kernels } from './kernels.ts'
import { Recorder, type Numbers, type Value, type ValueStore } from './recorder.ts'

const NAME = 'onnx-trace'

interface Stored {
  value: Value
  shape: number[]
  dtype: tf.DataType
  references: number
}

class TraceBackend extends tf.KernelBackend implements ValueStore {
  readonly #data = new tf.DataStorage<Stored>(this, tf.engine())

  make(value: Value, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    const dataId = {}
    this.#data.set(dataId, { value, shape, dtype, references: 1 })
    return { dataId, shape, dtype }
  }

  look(tensor: tf.TensorInfo): Value {
    return this.#data.get(tensor.dataId).value
  }

  alias(tensor: tf.TensorInfo, shape = tensor.shape): tf.TensorInfo {
    this.incRef(tensor.dataId)
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype }
  }

  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    return this.make(known(values), shape, dtype).dataId
  }

  override move(
    dataId: tf.DataId,
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    this.#data.set(dataId, { value: known(values), shape, dtype, references })
  }

  override readSync(dataId: object): Numbers {
    const { value, shape } = this.#data.get(dataId)
    if (value.kind === 'known') return value.values
    if (value.kind === 'uniform') return new Float32Array(tf.util.sizeFromShape(shape)).fill(value.value)
    throw new Error(`The value of ${value.name} was read while it was being traced; it has none yet`)
  }

  override async read(dataId: object): Promise<Numbers> {
    return this.readSync(dataId)
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.#data.has(dataId)) return true
    const stored = this.#data.get(dataId)
    stored.references--
    if (!force && stored.references > 0) return false
    this.#data.delete(dataId)
    return true
  }

  override refCount(dataId: object): number {
    return this.#data.has(dataId) ? this.#data.get(dataId).references : 0
  }

  override incRef(dataId: object): void {
    this.#data.get(dataId).references++
  }

  override numDataIds(): number {
    return this.#data.numDataIds()
  }

  override memory() {
    return { unreliable: true, reasons: ['Values of a trace hold no numbers'] }
  }

  override floatPrecision(): 32 {
    return 32
  }

  override epsilon(): number {
    return 1e-7
  }

  override timerAvailable(): boolean {
    return false
  }

  override dispose(): void {}
}

const backend = new TraceBackend()
let recorder: Recorder | null = null
/** Kernels recorded since the process started, for the conformance test. */
export const recorded = new Set<string>()

tf.registerBackend(NAME, () => backend, 0)
for (const [kernelName, kernel] of Object.entries(kernels)) {
  tf.registerKernel({
    kernelName,
    backendName: NAME,
    kernelFunc: ({ inputs, attrs }) => {
      if (!recorder) throw new Error(`Kernel ${kernelName} ran outside of a trace`)
      recorded.add(kernelName)
      return kernel(recorder, inputs, attrs ?? {})
    },
  })
}

/** Runs `work` so that every tfjs op in it is recorded into `graph`. Tensors made inside end with it. */
export function record(graph: Graph, work: (recorder: Recorder) => void): void {
  const outer = recorder
  const current = new Recorder(graph, backend)
  recorder = current
  try {
    onBackend(NAME, () => {
      work(current)
    })
  } finally {
    recorder = outer
  }
}

/** A tfjs tensor that stands for a named ONNX value; only inside `record`. */
export function placeholder(
  recorder: Recorder,
  name: string,
  shape: number[],
  dtype: 'float32' | 'int32' = 'float32',
): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(recorder.named(name, shape, dtype), backend)
}

function known(values: tf.backend_util.BackendValues): Value {
  if (!ArrayBuffer.isView(values) || values instanceof Uint8ClampedArray) {
    throw new Error('Only numbers can be traced')
  }
  const first = values[0]
  const uniform = first !== undefined && values.every((value: number) => value === first)
  return uniform ? { kind: 'uniform', value: first } : { kind: 'known', values }
}
