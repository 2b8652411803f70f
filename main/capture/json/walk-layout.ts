/** What walk-code.ts and JavaScript both know: where things lie in memory, and what numbers stand for. */

/** A key at its place in the tree of documents; words of four bytes. */
export const NODE = {
  key: 0,
  length: 4,
  /** Its first child in the document before, and the key behind it. */
  first: 8,
  follower: 12,
  /** Its column; 0 while it has none. */
  column: 16,
  /** The last document with this key. */
  stamp: 20,
  /** Not 0: the event may be inside another document; see `unwrap`. */
  wrapper: 24,
  id: 28,
} as const
export const NODE_BYTES = 32

/** A column; words of four bytes. */
export const COLUMN = {
  kind: 0,
  /** Kinds of values that it takes without ado. */
  accepts: 4,
  dictionary: 8,
  /** What the rows at hand hold: codes or doubles. */
  cells: 12,
  touched: 16,
  id: 20,
} as const
export const COLUMN_BYTES = 24
/** Kinds of columns: texts are codes, all others doubles. */
export const TEXTS = 1
export const TIMES = 2
export const NUMBERS = 3

/** Kinds of values: text as it stands there or in the scratch memory, a whole number as it would be written, another number, truth. */
export const TEXT = 1
export const WHOLE = 2
export const NUMBER = 4
export const TRUTH = 8

/** A value of the document: words of four bytes, and a double. */
export const CELL = { node: 0, kind: 4, from: 8, to: 12, value: 16 } as const
export const CELL_BYTES = 24

/** How a document was read: not, and stored, and as cells for JavaScript to store. */
export const UNREAD = 0
export const STORED = 1
export const AS_CELLS = 2

/** Where things lie in memory, in bytes. */
export interface WalkLayout {
  positions: number
  cells: number
  /** Texts that do not stand in the document as they mean. */
  text: number
  /** Per level of nesting: node and last child. */
  stack: number
  /** By the byte behind a backslash; 0 for none. */
  meaning: number
  /** Doubles. */
  powers: number
  /** Columns that the rows at hand have something of. */
  touched: number
  /** Not ASCII; cells; documents; the root; columns touched. */
  answer: number
  /** A byte that is 0. */
  nothing: number
  depth: number
}
