/**
 * Where a reading stands between two blocks of a file, so that another reader can go on from there as if it had read all that
 * comes before. Null: at the beginning of a record, which is where every reading stands most of the time.
 */

export interface CsvStanding {
  /** Records still to be passed over: the header. */
  skip: number
  /** Inside a line over the limit. */
  passing: boolean
}

export interface JsonStanding {
  place: 'lead' | 'between' | 'inside' | 'scrap' | 'behind' | 'past'
  home: 'between' | 'behind'
  depth: number
  text: 'out' | 'in' | 'escape'
  passing: boolean
}

export type Standing = CsvStanding | JsonStanding

/** Where a reading stopped: the byte (of the original) from which its successor needs the file, and its standing there. */
export interface Stop {
  byte: number
  /** Lines from the beginning of the reading up to `byte`. */
  lines: number
  standing: Standing | null
}
