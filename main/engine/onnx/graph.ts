/**
 * An ONNX graph while it is built: nodes in order of computation, named values, constants kept once, equal nodes
 * made once, and dead nodes dropped at the end. A graph may be the body of a node (Scan) of another graph; then it
 * may use the values of that outer graph by name.
 */

export type OnnxType = 'float32' | 'float64' | 'int32' | 'int64' | 'bool' | 'string'

export type Attribute =
  | { int: number }
  | { float: number }
  | { ints: number[] }
  | { floats: number[] }
  | { texts: string[] }
  | { text: string }
  | { graph: Graph }

export interface Node {
  op: string
  /** '' for standard ONNX operators. */
  domain: string
  inputs: string[]
  outputs: string[]
  attributes: Record<string, Attribute>
}

/**
 * Which operators may be used: `runtime` also those that only ONNX Runtime's processor has, `standard` those of the ONNX
 * standard that every provider, on a graphics card too, computes by itself.
 */
export type Dialect = 'runtime' | 'standard'

/** An input or output; a text dimension is symbolic. */
export interface Port {
  name: string
  type: OnnxType
  shape: (number | string)[]
}

export interface Constant {
  name: string
  type: OnnxType
  shape: number[]
  /** Little-endian values; empty for strings, which lie in `texts`. */
  bytes: Uint8Array
  texts?: string[]
}

export interface NodeOptions {
  attributes?: Record<string, Attribute>
  domain?: string
  /** Names of the outputs, or how many; one by default. */
  outputs?: number | string[]
}

export class Graph {
  readonly name: string
  readonly dialect: Dialect
  readonly inputs: Port[] = []
  readonly outputs: Port[] = []
  readonly constants: Constant[] = []
  nodes: Node[] = []
  readonly #made = new Map<string, string[]>()
  readonly #known = new Map<string, string>()
  readonly #counter: { value: number }

  /** @param outer the graph whose node this one will be the body of; names stay unique across both. */
  constructor(name: string, outer?: Graph, dialect: Dialect = outer?.dialect ?? 'runtime') {
    this.name = name
    this.dialect = dialect
    this.#counter = outer ? outer.#counter : { value: 0 }
  }

  /** Declares an input and gives its name back. */
  input(name: string, type: OnnxType, shape: (number | string)[]): string {
    this.inputs.push({ name, type, shape })
    return name
  }

  /**
   * Declares `value` as the next output and gives the name it has there. Only a value that no node of this graph
   * makes, or that is an output already, is copied under a new name.
   */
  output(value: string, type: OnnxType, shape: (number | string)[]): string {
    const own = this.nodes.some((node) => node.outputs.includes(value))
    const taken = this.outputs.some((port) => port.name === value)
    const name = own && !taken ? value : this.node('Identity', [value], { outputs: [this.#fresh('out')] })[0]!
    this.outputs.push({ name, type, shape })
    return name
  }

  /** Adds a node, or finds the equal one made before. */
  node(op: string, inputs: string[], options: NodeOptions = {}): string[] {
    const { attributes = {}, domain = '', outputs = 1 } = options
    const key = Array.isArray(outputs) ? null : JSON.stringify([op, domain, inputs, attributes, outputs])
    const same = key === null ? undefined : this.#made.get(key)
    if (same) return same
    const names = Array.isArray(outputs) ? outputs : Array.from({ length: outputs }, () => this.#fresh(op))
    this.nodes.push({ op, domain, inputs, outputs: names, attributes })
    if (key !== null) this.#made.set(key, names)
    return names
  }

  /** The same for a node with one output. */
  one(op: string, inputs: string[], attributes: Record<string, Attribute> = {}): string {
    return this.node(op, inputs, { attributes })[0]!
  }

  /** A constant; equal small ones are kept once. */
  constant(type: OnnxType, shape: number[], values: ArrayLike<number>): string {
    const bytes = encode(type, values)
    const key =
      bytes.length <= 1024 ? `${type}[${shape.join()}]${Buffer.from(bytes).toString('base64')}` : null
    const same = key === null ? undefined : this.#known.get(key)
    if (same) return same
    const name = this.#fresh('constant')
    this.constants.push({ name, type, shape, bytes })
    if (key !== null) this.#known.set(key, name)
    return name
  }

  /** A constant under a name of its own; it is there once, and must not be asked for again. */
  namedConstant(name: string, type: OnnxType, shape: number[], values: ArrayLike<number>): void {
    this.constants.push({ name, type, shape, bytes: encode(type, values) })
  }

  /** A constant list of strings. */
  texts(shape: number[], texts: string[]): string {
    const name = this.#fresh('constant')
    this.constants.push({ name, type: 'string', shape, bytes: new Uint8Array(), texts })
    return name
  }

  /** A list of int64, as ONNX takes shapes and axes. */
  ints(values: number[]): string {
    return this.constant('int64', [values.length], values)
  }

  /** Drops every node and constant that no output needs. */
  prune(): void {
    const needed = new Set(this.outputs.map((port) => port.name))
    const kept: Node[] = []
    for (const node of this.nodes.toReversed()) {
      if (!node.outputs.some((name) => needed.has(name))) continue
      kept.push(node)
      for (const name of usedBy(node)) needed.add(name)
    }
    this.nodes = kept.reverse()
    const constants = this.constants.filter((constant) => needed.has(constant.name))
    this.constants.splice(0, this.constants.length, ...constants)
  }

  /**
   * Has inputs come in the shape that they are first brought to, where nothing reads them in another: a runtime would copy
   * them. Their numbers and the order of these stay.
   */
  shapeInputs(): void {
    for (const port of this.inputs) {
      const [reshape, ...others] = this.#readers(port.name)
      const shape = reshape?.op === 'Reshape' ? this.#listOf(reshape.inputs[1]) : null
      if (!reshape || !shape || others.length > 0) continue
      const shaped = reshape.outputs[0]!
      const readers = this.#readers(shaped)
      const within = readers.some((node) => !node.inputs.includes(shaped))
      if (within || this.outputs.some(({ name }) => name === shaped)) continue
      port.shape = shape
      this.nodes = this.nodes.filter((node) => node !== reshape)
      for (const node of readers)
        node.inputs = node.inputs.map((name) => (name === shaped ? port.name : name))
    }
  }

  #readers(value: string): Node[] {
    return this.nodes.filter((node) => usedBy(node).includes(value))
  }

  /** The numbers of a constant list. */
  #listOf(name: string | undefined): number[] | null {
    const bytes = this.constants.find((constant) => constant.name === name)?.bytes
    return bytes ? Array.from(new BigInt64Array(bytes.slice().buffer), Number) : null
  }

  #fresh(stem: string): string {
    const name = `${stem}_${this.#counter.value++}`
    // Inputs may be named by users: after columns of their files.
    return this.inputs.some((port) => port.name === name) ? this.#fresh(stem) : name
  }
}

/** Names a node reads, those of the graphs inside it included. */
function usedBy(node: Node): string[] {
  const inner = Object.values(node.attributes).flatMap((attribute) =>
    'graph' in attribute ? attribute.graph.nodes.flatMap(usedBy) : [],
  )
  return [...node.inputs, ...inner]
}

function encode(type: OnnxType, values: ArrayLike<number>): Uint8Array {
  const array = typed(type, values)
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function typed(type: OnnxType, values: ArrayLike<number>): ArrayBufferView {
  if (type === 'float32') return Float32Array.from(values)
  if (type === 'float64') return Float64Array.from(values)
  if (type === 'int32') return Int32Array.from(values)
  if (type === 'int64') return BigInt64Array.from(Array.from(values, (value) => BigInt(value)))
  return Uint8Array.from(values)
}
