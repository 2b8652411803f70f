/**
 * How many columns a capture may have: as many as a sheet of Excel. Flattened event logs have up to some thousands; more are made by
 * keys that are data, such as ids, and cost a look at each of them wherever columns are listed.
 */
import { Problem } from '../../../preload/contract/problem.ts'

export const MOST_COLUMNS = 16_384

/** @param what has too many, and how many if that is known, e.g. `The header has 20000 columns` */
export function tooManyColumns(what: string, where?: { line: number; byte?: number }): Problem {
  return new Problem('too-many-columns', `${what}; ${MOST_COLUMNS} is the most.`, {
    ...(where && { where }),
    advice:
      'Check whether the file is a table at all. Keys that are data, such as ids, make columns without end: reshape the export.',
  })
}
