/** Which engine is taken, and what is said about those that are not. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { ENGINE_NAMES, type EngineInfo, type EngineName } from '../../../preload/contract/engines.ts'
import { candidates, type Candidate } from '../../../main/engine/choice/candidates.ts'
import { openEngine, probe, probeEngines, weightsHash } from '../../../main/engine/choice/choose.ts'
import { createEagerEngine } from '../../../main/engine/tensorflow/eager.ts'
import { measureApart } from '../../../main/engine/choice/measure-apart.ts'
import { SELF_TEST_TOLERANCE } from '../../../main/engine/choice/measure.ts'
import { largestError } from '../../../main/engine/choice/probe.ts'
import type { Engine } from '../../../main/engine/types.ts'

const eager = candidates.find((one) => one.name === 'tfjs-cpu')!
const folder = mkdtempSync(join(tmpdir(), 'tribunal-engines-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('nothing is printed while engines load and compute', async () => {
  const spies = (['log', 'warn', 'error', 'info'] as const).map((level) => vi.spyOn(console, level))
  await probeEngines()
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})

test('ONNX Runtime gives the numbers of the oracle and is chosen before plain JavaScript', async () => {
  const engines = await probeEngines()
  expect(engines.map(({ name }) => name)).toEqual(ENGINE_NAMES)
  const found = Object.fromEntries(engines.map((one) => [one.name, one])) as Record<EngineName, EngineInfo>
  const [onnx, web, plain] = [found['onnxruntime-cpu'], found['onnxruntime-web'], found['tfjs-cpu']]
  expect(onnx).toMatchObject({ device: 'CPU', loads: true, chosen: true })
  expect(onnx.error).toBeLessThan(1e-5)
  expect(web).toMatchObject({ device: 'CPU', loads: true, chosen: false })
  expect(web.error).toBeLessThan(1e-5)
  expect(plain).toMatchObject({ loads: true, error: 0, chosen: false })
  expect(plain.reason).toMatch(/right numbers, but onnxruntime-cpu is \d+ times as fast/)
  for (const gpu of engines.filter(({ device }) => device === 'GPU')) {
    if (!gpu.loads)
      expect(gpu).toMatchObject({ error: null, rate: null, reason: expect.stringMatching(/\w{5}/) })
  }
  expect(await probeEngines()).toBe(await probeEngines())
  expect((await openEngine('auto')).name).toBe('onnxruntime-cpu')
})

test('a process that crashes, is silent or talks nonsense puts its engine out', async () => {
  const tried = async (program: string) => {
    const entry = join(folder, `${randomUUID()}.mjs`)
    writeFileSync(entry, program)
    return measureApart('onnxruntime-webgpu', { entry, milliseconds: 3000 })
  }
  const out = { loads: false, error: null, rate: null, largeRate: null }
  expect(await tried('process.abort()')).toEqual({ ...out, trouble: crashed('signal SIGABRT') })
  expect(await tried('process.exit(3)')).toEqual({ ...out, trouble: crashed('exit code 3') })
  const silent = await tried('setInterval(() => {}, 1000)')
  expect(silent).toEqual({ ...out, trouble: 'It did not answer within 3 seconds' })
  const nonsense = await tried('process.send({ rate: "fast" }); setInterval(() => {}, 1000)')
  expect(nonsense).toEqual({ ...out, trouble: 'Its answer cannot be understood' })
  const found = { ...out, loads: true, rate: 5, error: 0, trouble: null }
  expect(await tried(`process.send(${JSON.stringify(found)})`)).toEqual(found)
})

test('the program that tries an engine apart says what it found', async () => {
  // An engine of the processor goes the same way and is here everywhere.
  expect(await measureApart('tfjs-cpu')).toMatchObject({ loads: true, error: 0, trouble: null })
})

test('where the native library does not load, plain JavaScript computes and says why', async () => {
  const broken = failing('libonnxruntime.so.1: cannot open shared object file\nRequire stack:')
  const [onnx, plain] = await probe([broken, eager])
  expect(onnx).toMatchObject({ loads: false, error: null, rate: null, chosen: false })
  expect(onnx!.reason).toBe('libonnxruntime.so.1: cannot open shared object file')
  expect(plain!.chosen).toBe(true)
  expect(plain!.reason).toMatch(/onnxruntime-cpu would be faster but is out: libonnxruntime/)
})

test('an engine with wrong numbers is never chosen, however fast', async () => {
  const wrong: Engine = {
    ...createEagerEngine('onnxruntime-cpu', 'cpu', 'CPU'),
    score: async ({ x, columns }) => new Float32Array(x.rows * columns),
  }
  const [first, second] = await probe([{ ...eager, name: 'onnxruntime-cpu', open: async () => wrong }, eager])
  expect(first).toMatchObject({ loads: true, chosen: false, rate: null })
  expect(first!.error).toBeGreaterThan(SELF_TEST_TOLERANCE)
  expect(first!.reason).toMatch(/differ from the oracle's/)
  expect(second!.chosen).toBe(true)
})

test('one number that is none is not forgiven by right ones after it', () => {
  const expected = [Float32Array.of(1, 2, 3)]
  expect(largestError([Float32Array.of(1, 2, 4)], expected)).toBeCloseTo(0.25, 6)
  for (const wrong of [Float32Array.of(1, NaN, 3), Float32Array.of(1, 2), new Float32Array()])
    expect(largestError([wrong], expected)).toBeNaN()
  expect(largestError([], expected)).toBeNaN()
})

test('an engine that fails in the middle of its test is out, with its message', async () => {
  const engine = createEagerEngine('onnxruntime-cpu', 'cpu', 'CPU')
  const late: Engine = { ...engine, train: () => Promise.reject(new Error('out of memory')) }
  const [first] = await probe([{ ...eager, name: 'onnxruntime-cpu', open: async () => late }, eager])
  expect(first).toMatchObject({
    loads: true,
    chosen: false,
    reason: 'It failed in the self-test: out of memory',
  })
})

test('asking for an engine that is not here is a Problem', async () => {
  await expect(openEngine('nonesuch' as 'auto')).rejects.toMatchObject({ code: 'engine-unavailable' })
  const tensorflow = (await probeEngines()).find((info) => info.name === 'tensorflow')!
  if (tensorflow.loads) return
  await expect(openEngine('tensorflow')).rejects.toMatchObject({ code: 'engine-unavailable' })
})

test('the hash of weights knows names, shapes and bits, not the order of names', () => {
  const a = { shape: [2], data: Float32Array.of(1, 2) }
  const b = { shape: [1, 2], data: Float32Array.of(1, 2) }
  expect(weightsHash({ a, b })).toBe(weightsHash({ b, a }))
  const others = [
    { a },
    { b: a },
    { a: b },
    { a: { shape: [2], data: Float32Array.of(1, 2.0000002) } },
    { a, b },
  ]
  expect(new Set(others.map(weightsHash)).size).toBe(others.length)
  expect(weightsHash({ a })).toMatch(/^[0-9a-f]{64}$/)
})

function failing(message: string): Candidate {
  return { ...eager, name: 'onnxruntime-cpu', open: () => Promise.reject(new Error(message)) }
}

const crashed = (how: string) => `It crashed while it was tried (${how})`
