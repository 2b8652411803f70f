/** The shape of a kernel: what a tfjs kernel call becomes in the graph. */
import type { tf } from '../tensorflow/tensorflow.ts'
import type { Recorder } from './recorder.ts'

export type Kernel = (recorder: Recorder, inputs: object, attrs: object) => tf.TensorInfo | tf.TensorInfo[]
export type KernelTable = Record<string, Kernel>

/** A kernel with the input and attribute types that tfjs declares for it, e.g. `tf.SumInputs`, `tf.SumAttrs`. */
export type KernelBody<Inputs, Attrs> = (
  recorder: Recorder,
  inputs: Inputs,
  attrs: Attrs,
) => tf.TensorInfo | tf.TensorInfo[]

/** Takes a typed kernel into the table; tfjs guarantees that the types are those it was called with. */
export function kernel<Inputs, Attrs = object>(body: KernelBody<Inputs, Attrs>): Kernel {
  return (recorder, inputs, attrs) => body(recorder, inputs as Inputs, attrs as Attrs)
}
