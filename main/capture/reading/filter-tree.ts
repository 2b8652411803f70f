/** What a filter text means, as a tree. */

export type Operator = ':' | '=' | '!=' | '>' | '>=' | '<' | '<='

/** `field op value`. */
export interface Term {
  kind: 'term'
  field: string
  /** A quoted field is a column, even where a built-in field has the same name. */
  quotedField: boolean
  op: Operator
  value: string
  /** Where the field begins, and where the value does, in the filter text, from 1. */
  column: number
  valueColumn: number
}

/** A bare word or quoted phrase: looked for inside host, users, action and every text column. */
export interface Word {
  kind: 'word'
  value: string
  column: number
}

export type FilterTree =
  | { kind: 'all' }
  | { kind: 'and' | 'or'; parts: FilterTree[] }
  | { kind: 'not'; part: FilterTree }
  | Term
  | Word
