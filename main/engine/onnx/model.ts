/** Serializes a graph as an ONNX model file (onnx.proto3: field numbers stand beside each write). */
import type { Attribute, Constant, Graph, Node, OnnxType, Port } from './graph.ts'
import { ProtoWriter } from './wire.ts'

/** IR version 9 with operator set 20: read by ONNX Runtime 1.17 and later. */
export const IR_VERSION = 9
export const OPERATOR_SET = 20

/** TensorProto.DataType, also used by the Cast operator. */
export const TYPE_NUMBER: Record<OnnxType, number> = {
  float32: 1,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float64: 11,
}

/** AttributeProto.AttributeType. */
const KIND = { float: 1, int: 2, text: 3, graph: 5, floats: 6, ints: 7, texts: 8 }

/** Version of each operator domain; 1 for those not named. */
const VERSIONS: Record<string, number> = { '': OPERATOR_SET, 'ai.onnx.ml': 3 }

/** The bytes of a model file whose main graph is `graph`. `metadata` is for programs and people that open the file. */
export function encodeModel(graph: Graph, metadata: Record<string, string> = {}): Uint8Array {
  const writer = new ProtoWriter()
  writer.integer(1, IR_VERSION)
  writer.text(2, 'tribunal')
  writer.message(7, (inner) => writeGraph(inner, graph))
  for (const domain of domains(graph)) {
    writer.message(8, (inner) => {
      inner.text(1, domain)
      inner.integer(2, VERSIONS[domain] ?? 1)
    })
  }
  for (const [key, value] of Object.entries(metadata)) {
    writer.message(14, (inner) => {
      inner.text(1, key)
      inner.text(2, value)
    })
  }
  return writer.finish().slice()
}

/** Operator domains in use; the standard one always. */
export function domains(graph: Graph): Set<string> {
  const found = new Set([''])
  for (const node of graph.nodes) {
    found.add(node.domain)
    for (const attribute of Object.values(node.attributes)) {
      if ('graph' in attribute) for (const domain of domains(attribute.graph)) found.add(domain)
    }
  }
  return found
}

function writeGraph(writer: ProtoWriter, graph: Graph): void {
  for (const node of graph.nodes) writer.message(1, (inner) => writeNode(inner, node))
  writer.text(2, graph.name)
  for (const constant of graph.constants) writer.message(5, (inner) => writeTensor(inner, constant))
  for (const port of graph.inputs) writer.message(11, (inner) => writePort(inner, port))
  for (const port of graph.outputs) writer.message(12, (inner) => writePort(inner, port))
}

function writeNode(writer: ProtoWriter, node: Node): void {
  for (const name of node.inputs) writer.text(1, name)
  for (const name of node.outputs) writer.text(2, name)
  writer.text(3, node.outputs[0] ?? '')
  writer.text(4, node.op)
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writer.message(5, (inner) => writeAttribute(inner, name, attribute))
  }
  if (node.domain !== '') writer.text(7, node.domain)
}

function writeAttribute(writer: ProtoWriter, name: string, attribute: Attribute): void {
  writer.text(1, name)
  if ('int' in attribute) {
    writer.integer(3, attribute.int)
    writer.integer(20, KIND.int)
  } else if ('float' in attribute) {
    writer.float(2, attribute.float)
    writer.integer(20, KIND.float)
  } else if ('text' in attribute) {
    writer.text(4, attribute.text)
    writer.integer(20, KIND.text)
  } else if ('ints' in attribute) {
    for (const value of attribute.ints) writer.integer(8, value)
    writer.integer(20, KIND.ints)
  } else if ('floats' in attribute) {
    for (const value of attribute.floats) writer.float(7, value)
    writer.integer(20, KIND.floats)
  } else if ('texts' in attribute) {
    for (const text of attribute.texts) writer.text(9, text)
    writer.integer(20, KIND.texts)
  } else {
    writer.message(6, (inner) => writeGraph(inner, attribute.graph))
    writer.integer(20, KIND.graph)
  }
}

function writeTensor(writer: ProtoWriter, constant: Constant): void {
  for (const size of constant.shape) writer.integer(1, size)
  writer.integer(2, TYPE_NUMBER[constant.type])
  for (const text of constant.texts ?? []) writer.text(6, text)
  writer.text(8, constant.name)
  if (!constant.texts) writer.bytes(9, constant.bytes)
}

function writePort(writer: ProtoWriter, port: Port): void {
  writer.text(1, port.name)
  writer.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, TYPE_NUMBER[port.type])
      tensor.message(2, (shape) => {
        for (const size of port.shape) {
          shape.message(1, (dimension) =>
            typeof size === 'number' ? dimension.integer(1, size) : dimension.text(2, size),
          )
        }
      })
    }),
  )
}
