/** Small cases for tests, written through the case's own functions: columns of plain values, labels per event. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createCase, type CaseFile } from '../../../main/case/case-file.ts'
import { writeChunk, type Chunk, type ColumnData } from '../../../main/case/evidence/chunks.ts'
import { saveLabelSet } from '../../../main/case/label-sets.ts'
import { beginSource, finishSource } from '../../../main/case/evidence/sources.ts'
import type { Mapping, SourceColumn } from '../../../preload/contract/evidence.ts'
import { Rule, type LabelSet } from '../../../preload/contract/labeling.ts'

export type Cells =
  | { type: 'text'; data: (string | null)[] }
  | { type: 'number' | 'integer'; data: (number | null)[] }
  | { type: 'time'; data: (number | null)[] }

export const noMapping: Mapping = { time: null, host: null, users: [], action: null, labels: [] }

/** An empty case in a folder that is removed when the test ends. */
export function newCase(): CaseFile {
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-small-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return createCase(join(folder, 'small.tribunal'))
}

/** Adds one capture of a single chunk; returns its source id. */
export function addCapture(
  c: CaseFile,
  columns: Record<string, Cells>,
  mapping: Partial<Mapping> = {},
): number {
  const rows = Object.values(columns)[0]?.data.length ?? 0
  const id = beginSource(c, { kind: 'capture', name: 'small', path: '/small', size: rows, reader: 'test 1' })
  const data = new Map(Object.entries(columns).map(([name, cells]) => [name, columnData(cells)]))
  const chunk: Chunk = {
    rows,
    firstByte: 0,
    byteLength: rows,
    sha256: '0'.repeat(64),
    offsets: Float64Array.from({ length: rows }, (_, row) => row),
    lengths: new Uint32Array(rows).fill(1),
    columns: data,
  }
  writeChunk(c, id, 0, chunk)
  finishSource(c, id, {
    sha256: id.toString(16).padStart(64, '0'),
    rows,
    accepted: rows,
    rejected: 0,
    zone: 'UTC',
    zoneEvidence: 'test',
    first: null,
    last: null,
    mapping: { ...noMapping, ...mapping },
    columns: Object.entries(columns).map(([name, cells]): SourceColumn => ({
      name,
      type: cells.type,
      nulls: cells.data.filter((cell) => cell === null).length,
      distinct: cells.type === 'text' ? new Set(cells.data).size : null,
    })),
  })
  return id
}

function columnData(cells: Cells): ColumnData {
  if (cells.type !== 'text')
    return { type: cells.type, data: Float64Array.from(cells.data, (cell) => cell ?? Number.NaN) }
  const values = ['', ...new Set(cells.data.filter((cell) => cell !== null && cell !== ''))] as string[]
  const codes = new Map(values.map((value, code) => [value, code]))
  return { type: 'text', values, codes: Uint32Array.from(cells.data, (cell) => codes.get(cell ?? '') ?? 0) }
}

/** Stores a label set with the given label per event of the case. */
export function addLabels(c: CaseFile, classes: string[], labels: number[]): LabelSet {
  const none = {
    apart: 0,
    dropped: 0,
    withoutTime: 0,
    alerts: 0,
    unmatchedAlerts: 0,
    unmatchedBy: {},
    conflicts: 0,
  }
  const labeled = labels.filter((label) => label > 0).length
  return saveLabelSet(
    c,
    {
      name: 'test',
      rule: Rule.parse({}),
      ruleHash: '0'.repeat(64),
      labelsHash: '0'.repeat(64),
      labeling: { events: labels.length, labeled, benign: labels.length - labeled, byClass: [], ...none },
    },
    { classes, labels: Int16Array.from(labels), alerts: new Int32Array(labels.length).fill(-1) },
  )
}

/** `rows` values made from the row number. */
export function make<T>(rows: number, value: (row: number) => T): T[] {
  return Array.from({ length: rows }, (_, row) => value(row))
}
