/**
 * Every traced kernel against tfjs on its cpu backend, forward and gradient, on the engines that work everywhere. This is
 * the gate that a kernel has to pass to be in the set; a wrong one would train wrong models without a word. `npm run
 * conformance` shows the same as a matrix, on graphics cards too.
 */
import { expect, test } from 'vitest'
import { tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import { recorded } from '../../../main/engine/trace/backend.ts'
import { compileFunction } from '../../../main/engine/trace/compile.ts'
import { kernels } from '../../../main/engine/trace/kernels.ts'
import { check, isRed, type Subject } from '../../conformance/check.ts'
import { columnApart, type Column } from '../../conformance/column.ts'
import { matrixText, red } from '../../conformance/matrix.ts'
import { softwareGpu } from '../../conformance/software-gpu.ts'
import { openSubject, TOLERANCE, type SubjectName } from '../../conformance/subjects.ts'
import { cases } from './conformance-cases.ts'

const everywhere: SubjectName[] = [
  'onnxruntime-cpu',
  'onnxruntime-cpu, standard operators',
  'onnxruntime-web',
]
const opened = new Map<SubjectName, Subject>()
for (const name of everywhere) opened.set(name, await openSubject(name, () => {}))
const used = new Set<string>()

test.each(cases)('$name', async (one) => {
  for (const [name, subject] of opened) {
    const cell = await check(one, subject, () => TOLERANCE[name])
    for (const kernel of cell.kernels) used.add(kernel)
    expect(isRed(cell) ? { name, cell } : null).toBeNull()
  }
})

test('every kernel of the set is in some case', () => {
  expect(Object.keys(kernels).filter((name) => !used.has(name))).toEqual([])
})

const software = softwareGpu()
test.skipIf(!software)(
  'on WebGPU in software (needs a Chromium with its Vulkan driver)',
  { timeout: 600_000 },
  async () => {
    const column = await columnApart('onnxruntime-webgpu', software!.env, 'quick')
    expect(column.absent).toBeNull()
    expect(column.cells).toHaveLength(cases.length + 1)
    expect(red(column)).toEqual([])
  },
)

test('the matrix names what is red, what is absent, and what a GPU left to the processor', () => {
  const cell = { name: 'relu', kernels: ['Relu'], tolerance: 1e-5, forward: 0, gradient: 2e-6, trouble: null }
  const column = (change: Partial<Column>): Column => ({
    engine: 'onnxruntime-cpu',
    tolerance: 1e-5,
    absent: null,
    cells: [cell],
    left: [],
    ...change,
  })
  const bad = [
    { ...cell, name: 'far off', gradient: 2e-5 },
    { ...cell, name: 'no number', forward: NaN },
    { ...cell, name: 'not done', forward: null, gradient: null, trouble: 'Relu is not implemented' },
  ]
  const columns = [
    column({}),
    column({ engine: 'onnxruntime-webgpu', cells: [cell, ...bad], left: ['Sign'] }),
    column({ engine: 'onnxruntime-cuda', absent: 'No card', cells: [] }),
  ]
  expect(columns.map((one) => red(one).map(({ name }) => name))).toEqual([
    [],
    ['far off', 'no number', 'not done'],
    [],
  ])
  const text = matrixText(columns, ['Relu', 'Sigmoid'])
  expect(text).toMatch(/^Relu +0 +2e-6 +fails +fails$/m)
  expect(text).toMatch(/^Sigmoid +– +– +– +–$/m)
  expect(text).toContain('onnxruntime-cpu: 1 of 1 cases within tolerance')
  expect(text).toContain('onnxruntime-webgpu: 1 of 4 cases within tolerance; left to the processor: Sign')
  expect(text).toContain('onnxruntime-cuda: absent. No card')
  expect(text).toContain('red on onnxruntime-webgpu: not done: Relu is not implemented')
})

test('a kernel outside of the set stops the trace by its name', () => {
  const spec = { x: { shape: [4] } }
  expect(() => compileFunction('f', spec, {}, ({ x }) => [tf.cumsum(x!)])).toThrow(/Cumsum/)
  expect(recorded.has('Cumsum')).toBe(false)
})

test('looking at a traced value is refused', () => {
  const spec = { x: { shape: [1] } }
  const peek = () => compileFunction('f', spec, {}, ({ x }) => [x!.dataSync()[0]! > 0 ? x! : tf.neg(x!)])
  expect(peek).toThrow(/read while it was being traced/)
})
