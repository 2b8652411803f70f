/**
 * WebAssembly from expressions, for the few loops that go over every byte or value of a capture. JavaScript has neither 64-bit integers nor
 * vectors, and its compiler needs a second of such a loop before it is quick; WebAssembly is quick from the first byte on.
 *
 * A piece of code is a function that writes its bytes once the names around it are known, so that variables and labels are
 * called by name. Only what the kernels use is here. (Binary format: W3C, WebAssembly Core Specification 2.0, chapter 5.)
 */
export type Type = 'i32' | 'i64' | 'f64' | 'v128'
export type Code = (around: Around) => number[]

interface Around {
  /** Of the variables, parameters first. */
  variables: ReadonlyMap<string, number>
  /** Innermost first; '' for what cannot be jumped to. */
  labels: readonly string[]
  functions: ReadonlyMap<string, number>
}

const TYPES: Record<Type, number> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b }
const NOTHING = 0x40

export function unsigned(value: number): number[] {
  const bytes: number[] = []
  do {
    const low = value % 128
    value = Math.floor(value / 128)
    bytes.push(value > 0 ? low | 128 : low)
  } while (value > 0)
  return bytes
}

function signed(value: bigint): number[] {
  const bytes: number[] = []
  for (;;) {
    const low = Number(value & 127n)
    value >>= 7n
    const done = (value === 0n && low < 64) || (value === -1n && low >= 64)
    bytes.push(done ? low : low | 128)
    if (done) return bytes
  }
}

function indexOf(names: ReadonlyMap<string, number>, name: string): number[] {
  const index = names.get(name)
  if (index === undefined) throw new Error(`Nothing is called ${name}`)
  return unsigned(index)
}

const join = (around: Around, codes: readonly Code[]): number[] => codes.flatMap((code) => code(around))

/** An instruction behind its operands. */
export const op =
  (...bytes: number[]) =>
  (...operands: Code[]): Code =>
  (around) => [...join(around, operands), ...bytes]
/** A vector instruction. */
export const vector = (code: number, ...more: number[]): ((...operands: Code[]) => Code) =>
  op(0xfd, ...unsigned(code), ...more)
/** An instruction on memory: at an address plus `offset`. */
export const memory =
  (...bytes: number[]) =>
  (offset: number, ...operands: Code[]): Code =>
  (around) => [...join(around, operands), ...bytes, 0, ...unsigned(offset)]

export const i32 = (value: number): Code => {
  const bytes = [0x41, ...signed(BigInt(value))]
  return () => bytes
}
export const i64 = (value: bigint): Code => {
  const bytes = [0x42, ...signed(BigInt.asIntN(64, value))]
  return () => bytes
}
export const f64 = (value: number): Code => {
  const bytes = [0x44, ...new Uint8Array(new Float64Array([value]).buffer)]
  return () => bytes
}

export const get =
  (name: string): Code =>
  ({ variables }) => [0x20, ...indexOf(variables, name)]
export const set =
  (name: string, value: Code): Code =>
  (around) => [...value(around), 0x21, ...indexOf(around.variables, name)]
/** Sets the variable and is its value. */
export const tee =
  (name: string, value: Code): Code =>
  (around) => [...value(around), 0x22, ...indexOf(around.variables, name)]
export const call =
  (name: string, ...operands: Code[]): Code =>
  (around) => [...join(around, operands), 0x10, ...indexOf(around.functions, name)]
export const give = (value: Code): Code => op(0x0f)(value)

const inner = (around: Around, label: string): Around => ({ ...around, labels: [label, ...around.labels] })

/** A jump to the label goes behind the block. */
export const block =
  (label: string, ...body: Code[]): Code =>
  (around) => [0x02, NOTHING, ...join(inner(around, label), body), 0x0b]
/** A jump to the label goes to the beginning; without one, the loop ends. */
export const loop =
  (label: string, ...body: Code[]): Code =>
  (around) => [0x03, NOTHING, ...join(inner(around, label), body), 0x0b]
export const jump =
  (label: string): Code =>
  ({ labels }) => [0x0c, ...depthOf(labels, label)]
export const jumpIf =
  (label: string, condition: Code): Code =>
  (around) => [...condition(around), 0x0d, ...depthOf(around.labels, label)]
export const when =
  (condition: Code, then: Code[], otherwise: Code[] = []): Code =>
  (around) => {
    const within = inner(around, '')
    const rest = otherwise.length > 0 ? [0x05, ...join(within, otherwise)] : []
    return [...condition(around), 0x04, NOTHING, ...join(within, then), ...rest, 0x0b]
  }

function depthOf(labels: readonly string[], label: string): number[] {
  const depth = labels.indexOf(label)
  if (depth < 0) throw new Error(`No block is called ${label}`)
  return unsigned(depth)
}

export interface FunctionType {
  parameters: Record<string, Type>
  result?: Type
}
export interface FunctionCode extends FunctionType {
  name: string
  variables?: Record<string, Type>
  body: Code[]
}

/** `\0asm`, version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

/**
 * @param imports functions of `host`, by name
 * @returns the module's bytes; it takes `host.memory` and exports its functions by their names
 */
export function assemble(
  functions: readonly FunctionCode[],
  imports: Readonly<Record<string, FunctionType>> = {},
): Uint8Array<ArrayBuffer> {
  const given = Object.entries(imports)
  const names = new Map(
    [...given.map(([name]) => name), ...functions.map(({ name }) => name)].map((n, i) => [n, i]),
  )
  const types = [...given.map(([, type]) => type), ...functions].map(typeBytes)
  const own = functions.map((_, i) => unsigned(given.length + i))
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, types),
    ...section(2, [
      [...text('host'), ...text('memory'), 0x02, 0x00, 1],
      ...given.map(([name], i) => [...text('host'), ...text(name), 0x00, ...unsigned(i)]),
    ]),
    ...section(3, own),
    ...section(
      7,
      functions.map(({ name }, i) => [...text(name), 0x00, ...own[i]!]),
    ),
    ...section(
      10,
      functions.map((one) => bodyBytes(one, names)),
    ),
  ])
}

const text = (value: string): number[] => [...unsigned(Buffer.byteLength(value)), ...Buffer.from(value)]
const list = (items: readonly number[][]): number[] => [...unsigned(items.length), ...items.flat()]

function section(id: number, items: readonly number[][]): number[] {
  const content = list(items)
  return [id, ...unsigned(content.length), ...content]
}

function typeBytes({ parameters, result }: FunctionType): number[] {
  const from = Object.values(parameters).map((type) => [TYPES[type]])
  return [0x60, ...list(from), ...list(result ? [[TYPES[result]]] : [])]
}

function bodyBytes(
  { parameters, variables = {}, body }: FunctionCode,
  functions: Around['functions'],
): number[] {
  const all = [...Object.keys(parameters), ...Object.keys(variables)]
  const around: Around = { variables: new Map(all.map((name, i) => [name, i])), labels: [], functions }
  const locals = list(Object.values(variables).map((type) => [1, TYPES[type]]))
  const bytes = [...locals, ...join(around, body), 0x0b]
  return [...unsigned(bytes.length), ...bytes]
}
