/** Why an engine is taken, in words; and which networks count as large. */
import { expect, test } from 'vitest'
import { openEngineLike } from '../../../main/engine/choice/choose.ts'
import { reasonOf, type Found } from '../../../main/engine/choice/reasons.ts'
import { networkSize } from '../../../main/training/network-size.ts'
import { ModelConfig } from '../../../preload/contract/models.ts'

const found = (change: Partial<Found>): Found => ({
  name: 'onnxruntime-cpu',
  device: 'CPU',
  loads: true,
  error: 0,
  rate: 100_000,
  largeRate: 2000,
  trouble: null,
  ...change,
})

test('a card for large networks, the processor for small ones', () => {
  const small = found({})
  const large = found({ name: 'onnxruntime-cuda', device: 'GPU', rate: 25_000, largeRate: 90_000 })
  const slow = found({ name: 'tfjs-cpu', rate: 1000, largeRate: null })
  const of = (one: Found) => reasonOf(one, { small, large }, [small, large, slow])
  expect(of(small)).toBe(
    'The fastest for small networks; for large ones onnxruntime-cuda is 45 times as fast',
  )
  expect(of(large)).toBe(
    'The fastest for large networks; for small ones onnxruntime-cpu is 4.0 times as fast',
  )
  expect(of(slow)).toBe('Gives the right numbers, but onnxruntime-cpu is 100 times as fast')
})

test('where the usual engine is out, the one in its place says so', () => {
  const out = found({ rate: null, loads: false, trouble: 'no library' })
  const chosen = found({ name: 'onnxruntime-web' })
  expect(reasonOf(chosen, { small: chosen, large: chosen }, [out, chosen])).toBe(
    'The fastest that gives the right numbers; onnxruntime-cpu would be faster but is out: no library',
  )
})

test('what another machine computed is computed again on what is here', { timeout: 300_000 }, async () => {
  const elsewhere = process.platform === 'win32' ? 'onnxruntime-cuda' : 'onnxruntime-dml'
  for (const name of [elsewhere, 'onnxruntime-webgpu, then onnxruntime-cpu', 'of the future'])
    expect((await openEngineLike(name)).device).toBe('CPU')
  expect((await openEngineLike('tfjs-cpu')).name).toBe('tfjs-cpu')
})

test('S2 and wide layers are large networks', () => {
  const size = (model: object) => networkSize(ModelConfig.parse(model))
  expect(size({ system: 'S2' })).toBe('large')
  expect(size({ system: 'S1' })).toBe('small')
  expect(size({ system: 'S1', hidden: [512, 256] })).toBe('small')
  expect(size({ system: 'S1', hidden: [1024, 1024] })).toBe('large')
  expect(size({ system: 'S3' })).toBe('small')
})
