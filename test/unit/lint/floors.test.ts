/** The import rule must refuse what the house forbids, and nothing else. */
import { expect, test } from 'vitest'
import { refusal, roomOf } from '../../lint/floors.ts'

test('finds the room of a file by its longest path', () => {
  expect(roomOf('main/case/hash.ts')).toBe('main/case')
  expect(roomOf('renderer/src/app/shell.tsx')).toBe('renderer')
  expect(roomOf('test/run.ts')).toBeUndefined()
})

test('lets imports go down and stay at home', () => {
  expect(refusal('main/report/verify.ts', 'main/case/custody.ts')).toBeNull()
  expect(refusal('main/models/mixture.ts', 'main/engine/types.ts')).toBeNull()
  expect(refusal('main/case/hash.ts', 'main/case/custody.ts')).toBeNull()
  expect(refusal('renderer/src/app/shell.tsx', 'preload/contract/index.ts')).toBeNull()
})

test('refuses imports that go up, sideways, or from the window into main', () => {
  expect(refusal('main/case/hash.ts', 'main/report/verify.ts')).toMatch(/floor 0.*floor 5/)
  expect(refusal('main/labeling/index.ts', 'main/features/matrix.ts')).toMatch(/floor 2/)
  expect(refusal('main/training/run.ts', 'main/alerts/read.ts')).not.toBeNull()
  expect(refusal('renderer/src/app/shell.tsx', 'main/case/hash.ts')).toMatch(/window/)
  expect(refusal('preload/contract/index.ts', 'main/case/hash.ts')).not.toBeNull()
  expect(refusal('main/case/hash.ts', 'test/run.ts')).not.toBeNull()
})
