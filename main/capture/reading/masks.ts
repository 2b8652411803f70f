/** Which rows of a stretch match: all, none, or a byte (0 or 1) for each. */

export type Mask = boolean | Uint8Array

/** One byte a row, by `test` of the row's index in the stretch. */
export function rowMask(rows: number, test: (row: number) => boolean): Uint8Array {
  const mask = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) if (test(i)) mask[i] = 1
  return mask
}

/** One byte a row: what `table` says of the row's code. */
export function codeMask(codes: Uint32Array, table: Uint8Array): Uint8Array {
  const mask = new Uint8Array(codes.length)
  for (let i = 0; i < codes.length; i++) mask[i] = table[codes[i]!]!
  return mask
}

export function invert(mask: Mask): Mask {
  if (typeof mask === 'boolean') return !mask
  const opposite = new Uint8Array(mask.length)
  for (let i = 0; i < mask.length; i++) opposite[i] = mask[i]! ^ 1
  return opposite
}

/** Rows that match every one of `parts`, which are asked only as long as any row is left. */
export function every(parts: Iterable<() => Mask>): Mask {
  let all: Mask = true
  for (const part of parts) {
    all = both(all, part())
    if (all === false) return false
  }
  return all
}

/** Rows that match any of `parts`, which are asked only as long as a row is missing. */
export function some(parts: Iterable<() => Mask>): Mask {
  let any: Mask = false
  for (const part of parts) {
    any = either(any, part())
    if (any === true) return true
  }
  return any
}

function either(a: Mask, b: Mask): Mask {
  if (typeof a === 'boolean') return a ? true : b
  if (typeof b === 'boolean') return b ? true : a
  const mask = new Uint8Array(a.length)
  let missing = 0
  for (let i = 0; i < a.length; i++) {
    const one = a[i]! | b[i]!
    mask[i] = one
    missing |= one ^ 1
  }
  return missing === 0 ? true : mask
}

function both(a: Mask, b: Mask): Mask {
  if (typeof a === 'boolean') return a ? b : false
  if (typeof b === 'boolean') return b ? a : false
  const mask = new Uint8Array(a.length)
  let found = 0
  for (let i = 0; i < a.length; i++) found |= mask[i] = a[i]! & b[i]!
  return found === 0 ? false : mask
}
