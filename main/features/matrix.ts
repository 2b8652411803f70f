/** The feature matrix: rows of events as 32-bit floats, row-major, with a readable name per column. */

export interface FeatureMatrix {
  rows: number
  columns: number
  /** Row-major: value of row r, column k is `data[r * columns + k]`. Always finite. */
  data: Float32Array
  /** One per column, e.g. `EventID=4688`, `log1p(bytes)`, `rate 60 s per host`. */
  names: string[]
}

/** A matrix of the given rows (indexes into `matrix`), in the given order. Copies. */
export function pickRows(matrix: FeatureMatrix, rows: ArrayLike<number>): FeatureMatrix {
  const { columns } = matrix
  const data = new Float32Array(rows.length * columns)
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] ?? 0) * columns
    data.set(matrix.data.subarray(from, from + columns), i * columns)
  }
  return { rows: rows.length, columns, data, names: matrix.names }
}
