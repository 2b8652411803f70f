/** Small cases in a folder of their own that goes away with the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Mapping, SourceColumn } from '../../../preload/contract/evidence.ts'
import { createCase } from '../../../main/case/case-file.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import type { Chunk, ColumnData } from '../../../main/case/evidence/chunks.ts'
import { writeChunk } from '../../../main/case/evidence/chunks.ts'
import { beginSource, finishSource } from '../../../main/case/evidence/sources.ts'
import { sha256 } from '../../../main/case/hash.ts'

/** An empty folder. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A new case in a folder of its own; closed and removed after the test. */
export function newCase(): CaseFile {
  const c = createCase(join(scratch(), 'test.tribunal'))
  onTestFinished(() => c.close())
  return c
}

/** A chunk of these columns, whose rows are ten bytes each from `firstByte` on. */
export function chunkOf(columns: Record<string, ColumnData>, firstByte = 0): Chunk {
  const [first] = Object.values(columns)
  const rows = !first ? 0 : first.type === 'text' ? first.codes.length : first.data.length
  return {
    rows,
    firstByte,
    byteLength: rows * 10,
    sha256: sha256(String(firstByte)),
    offsets: Float64Array.from({ length: rows }, (_, i) => firstByte + i * 10),
    lengths: new Uint32Array(rows).fill(9),
    columns: new Map(Object.entries(columns)),
  }
}

export function text(...cells: string[]): ColumnData & { type: 'text' } {
  const values = ['', ...new Set(cells.filter((cell) => cell !== ''))]
  return { type: 'text', values, codes: Uint32Array.from(cells, (cell) => values.indexOf(cell)) }
}
export function numbers(...cells: number[]): ColumnData {
  return { type: 'number', data: Float64Array.from(cells) }
}
export function integers(...cells: number[]): ColumnData {
  return { type: 'integer', data: Float64Array.from(cells) }
}
export function times(...cells: number[]): ColumnData {
  return { type: 'time', data: Float64Array.from(cells) }
}
export function booleans(...cells: number[]): ColumnData {
  return { type: 'boolean', data: Uint8Array.from(cells) }
}

export const NO_MAPPING: Mapping = { time: null, host: null, users: [], action: null, labels: [] }

/** Imports a capture from ready chunks. */
export function addCapture(
  c: CaseFile,
  chunks: Chunk[],
  done: { name?: string; path?: string; mapping?: Partial<Mapping> } = {},
): number {
  const name = done.name ?? 'capture.csv'
  const id = beginSource(c, {
    kind: 'capture',
    name,
    path: done.path ?? `/no/${name}`,
    size: 1,
    reader: 'test 1',
  })
  chunks.forEach((chunk, ordinal) => writeChunk(c, id, ordinal, chunk))
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0)
  finishSource(c, id, {
    sha256: sha256(`${name} ${id}`),
    rows,
    accepted: rows,
    rejected: 0,
    zone: 'UTC',
    zoneEvidence: 'test',
    first: null,
    last: null,
    mapping: { ...NO_MAPPING, ...done.mapping },
    columns: columnsOf(chunks),
  })
  return id
}

function columnsOf(chunks: Chunk[]): SourceColumn[] {
  const types = new Map<string, SourceColumn['type']>()
  for (const { columns } of chunks) {
    for (const [name, { type }] of columns) {
      const before = types.get(name) ?? type
      const widened = before === type ? type : before === 'text' || type === 'text' ? 'text' : 'number'
      types.set(name, widened)
    }
  }
  return [...types].map(([name, type]) => ({ name, type, nulls: 0, distinct: null }))
}
