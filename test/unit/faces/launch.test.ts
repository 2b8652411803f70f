/** Starting: when the window is built anew, and how Electron's binary is looked for. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { isBuilt } from '../../../main/faces/built.ts'
import { electronBinary } from '../../../main/faces/electron-binary.ts'

function write(root: string, path: string, text = '', at?: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  if (at !== undefined) utimesSync(join(root, path), at, at)
}
const fresh = (): string => mkdtempSync(join(tmpdir(), 'launch-'))

test('the window is built when a product is missing, or any source is newer', () => {
  const root = fresh()
  write(root, 'main/api/router.ts', '', 1000)
  write(root, 'package.json', '', 1000)
  expect(isBuilt(root)).toBe(false)
  for (const product of [
    'out/main/index.js',
    'out/main/engine.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
  ])
    write(root, product, '', 2000)
  expect(isBuilt(root)).toBe(true)
  write(root, 'main/api/router.ts', '', 3000)
  expect(isBuilt(root)).toBe(false)
  write(root, 'main/api/router.ts', '', 1000)
  rmSync(join(root, 'out/preload/index.cjs'))
  expect(isBuilt(root)).toBe(false)
})

/** A root whose installer of Electron notes each run, then does `work`. */
function withInstaller(work: string): string {
  const root = fresh()
  const count = `require('node:fs').appendFileSync(__dirname + '/runs', 'x');`
  write(root, 'node_modules/electron/install.js', `${count} console.log('noise'); ${work}`)
  return root
}
const runs = (root: string): number => {
  const path = join(root, 'node_modules/electron/runs')
  return existsSync(path) ? readFileSync(path, 'utf8').length : 0
}

test('Electron is fetched once where its installer works', () => {
  const work = `const fs = require('node:fs'); fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/electron', ''); fs.writeFileSync(__dirname + '/path.txt', 'electron')`
  const root = withInstaller(work)
  const told: string[] = []
  const binary = join(root, 'node_modules/electron/dist/electron')
  expect(electronBinary(root, (line) => told.push(line))).toBe(binary)
  expect(told).toHaveLength(1)
  expect(electronBinary(root, (line) => told.push(line))).toBe(binary)
  expect([told.length, runs(root)]).toEqual([1, 1])
})

test('where it fails, the next start does not wait again', () => {
  const root = withInstaller('process.exit(1)')
  expect(electronBinary(root, () => {})).toBeNull()
  expect(electronBinary(root, () => {})).toBeNull()
  expect(runs(root)).toBe(1)
})

test('where Electron is not installed at all, nothing is tried', () => {
  const told: string[] = []
  expect(electronBinary(fresh(), (line) => told.push(line))).toBeNull()
  expect(told).toEqual([])
})
