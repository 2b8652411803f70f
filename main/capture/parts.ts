/** What every reader of captures makes, whatever the format: parts ready to be stored, in the order of the file. */
import type { EncodedChunk } from '../case/codec/encode-chunk.ts'
import type { Rejected } from '../../preload/contract/evidence.ts'
import type { ColumnNews } from './columns/builder.ts'

export interface Part {
  chunks: EncodedChunk[]
  /** Rows set aside in this part, with lines of the whole file. */
  rejected: Rejected[]
  /** What this part met in its columns. */
  columns: ColumnNews[]
  /** Values of the time column that are no time. */
  unreadable: number
}
