/**
 * Text tests without regard to case. Patterns know `*` (any characters) and `?` (one character). Fields of several values have them on
 * lines of their own, as exporters write them; a test of the whole value is passed by any of them as well.
 */

export type TextTest = (value: string) => boolean

export function hasWildcards(text: string): boolean {
  return /[*?]/.test(text)
}

/** The whole value is the text, or one of its lines is. */
export function equals(text: string): TextTest {
  const wanted = text.toLowerCase()
  return orLine((value) => value === wanted)
}

/** @param test of a text in lower case */
function orLine(test: TextTest): TextTest {
  return (value) => {
    const lower = value.toLowerCase()
    return test(lower) || (lower.includes('\n') && lower.split(/\r?\n/).some(test))
  }
}

/** The text is somewhere in the value; with wildcards, the pattern is. */
export function contains(text: string): TextTest {
  if (hasWildcards(text)) return matches(`*${text}*`)
  const wanted = text.toLowerCase()
  return (value) => value.toLowerCase().includes(wanted)
}

/** The whole value matches the pattern, or one of its lines does. */
export function matches(pattern: string): TextTest {
  const wanted = pattern.toLowerCase().replace(/\*+/g, '*')
  const inner = wanted.replace(/^\*|\*$/g, '')
  if (hasWildcards(inner)) return orLine((value) => glob(wanted, value))
  const [open, close] = [wanted.startsWith('*'), wanted.endsWith('*')]
  if (open && close) return (value) => value.toLowerCase().includes(inner)
  if (open) return orLine((value) => value.endsWith(inner))
  if (close) return orLine((value) => value.startsWith(inner))
  return equals(inner)
}

/**
 * Two pointers; on a mismatch the last star takes one character more. Never worse than pattern × value, which no
 * pattern can blow up as it could a regular expression.
 */
function glob(pattern: string, value: string): boolean {
  let p = 0
  let v = 0
  let star = -1
  let resume = 0
  while (v < value.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = v
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === value[v])) {
      p++
      v++
    } else if (star >= 0) {
      p = star + 1
      v = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
