/** The BETH slice as the reference in test/reference/beth.py sees it. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Rows } from '../../../main/engine/types.ts'
import { moments, signedLog } from '../../../main/features/fit-numbers.ts'

const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/beth')
export const missingBeth = !existsSync(resolve(FOLDER, 'datacamp_train_first12500.csv'))

const IDS = ['processId', 'threadId', 'parentProcessId']
const REST = ['userId', 'mountNamespace', 'argsNum', 'returnValue']

export interface Beth {
  train: Rows
  trainLabels: Uint8Array
  benign: Rows
  test: Rows
  truth: Uint8Array
}

export function readBeth(ids: boolean): Beth {
  const columns = ids ? [...IDS, ...REST] : REST
  const [train, test] = ['train', 'test'].map((part) => {
    const text = readFileSync(resolve(FOLDER, `datacamp_${part}_first12500.csv`))
    return parse(text, { bom: true, columns: true }) as unknown as Record<string, string>[]
  }) as [Record<string, string>[], Record<string, string>[]]
  const scales = columns.map((name) =>
    moments(Float64Array.from(train, (row) => signedLog(Number(row[name])))),
  )
  const table = (rows: Record<string, string>[]): Rows => ({
    rows: rows.length,
    columns: columns.length,
    data: Float32Array.from(
      rows.flatMap((row) =>
        columns.map((name, i) => {
          const { mean, deviation } = scales[i]!
          return Math.max(-10, Math.min(10, (signedLog(Number(row[name])) - mean) / deviation))
        }),
      ),
    ),
  })
  const labels = (rows: Record<string, string>[]) => Uint8Array.from(rows, (row) => Number(row['sus_label']))
  return {
    train: table(train),
    trainLabels: labels(train),
    benign: table(train.filter((row) => row['sus_label'] === '0')),
    test: table(test),
    truth: labels(test),
  }
}
