/**
 * Writer for the protobuf wire format, as far as ONNX needs it: varints, 32-bit floats, bytes, strings, messages.
 * Source: protobuf.dev/programming-guides/encoding. Written out here because a schema compiler and its runtime
 * would be larger than these few functions.
 */

const VARINT = 0
const BYTES = 2
const FIXED32 = 5

export class ProtoWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  /** An integer field; negative numbers take ten bytes, as the format wants. */
  integer(field: number, value: number | bigint): void {
    this.#tag(field, VARINT)
    this.#varint(value)
  }

  /** A float32 field. */
  float(field: number, value: number): void {
    this.#tag(field, FIXED32)
    this.#reserve(4)
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true)
    this.#length += 4
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, BYTES)
    this.#varint(value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  text(field: number, value: string): void {
    this.bytes(field, new TextEncoder().encode(value))
  }

  /** A nested message, written by `fill`. */
  message(field: number, fill: (inner: ProtoWriter) => void): void {
    const inner = new ProtoWriter()
    fill(inner)
    this.bytes(field, inner.finish())
  }

  /** What was written so far; a view, valid until the next write. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type)
  }

  #varint(value: number | bigint): void {
    this.#reserve(10)
    let rest = BigInt.asUintN(64, BigInt(value))
    while (rest > 127n) {
      this.#bytes[this.#length++] = Number(rest & 127n) | 128
      rest >>= 7n
    }
    this.#bytes[this.#length++] = Number(rest)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    grown.set(this.finish())
    this.#bytes = grown
  }
}
