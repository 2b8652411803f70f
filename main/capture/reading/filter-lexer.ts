/**
 * Reads a filter text character by character: blanks, words, quoted texts, operators. Inside quotes every character stands
 * for itself, backslashes too (paths!); a quote is written twice.
 */
import { Problem } from '../../../preload/contract/problem.ts'
import type { Operator } from './filter-tree.ts'

const OPERATOR = /(?::|\s*(?:!=|>=|<=|[=><]))\s*/y
const WORD = /(?:(?!!=)[^\s()":=<>])+/y

export class FilterLexer {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  /** The position as a person counts: from 1. */
  get column(): number {
    return this.at + 1
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  peek(): string {
    return this.text.charAt(this.at)
  }

  skipBlanks(): void {
    this.#take(/\s+/y)
  }

  /** Takes `expected` if it comes next. */
  accept(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false
    this.at += expected.length
    return true
  }

  /** Takes AND, OR or NOT if it comes next as a whole word that is no field. */
  acceptKeyword(keyword: 'AND' | 'OR' | 'NOT'): boolean {
    const end = this.at + keyword.length
    if (!this.text.startsWith(keyword, this.at) || !/^[\s()]?$/.test(this.text.charAt(end))) return false
    this.at = end
    return true
  }

  /** `name` or `"any name"`; empty text where none comes next. */
  name(): { text: string; quoted: boolean } {
    if (this.peek() === '"') return { text: this.quoted(), quoted: true }
    return { text: this.#take(WORD), quoted: false }
  }

  /** The operator that comes next; blanks may stand around comparisons, and after a colon. */
  operator(): Operator | null {
    const found = this.#take(OPERATOR).trim()
    return found === '' ? null : (found as Operator)
  }

  /** A value: quoted, or all up to a blank or an unmatched closing parenthesis. */
  value(): string {
    if (this.peek() === '"') return this.quoted()
    const start = this.at
    for (let depth = 0; !this.done; this.at++) {
      const char = this.peek()
      if (/\s/.test(char) || (char === ')' && depth === 0)) break
      if (char === '(') depth++
      else if (char === ')') depth--
    }
    return this.text.slice(start, this.at)
  }

  /** The text between the quotes that come next. */
  quoted(): string {
    const start = this.column
    this.at++
    let value = ''
    while (!this.done) {
      const end = this.text.indexOf('"', this.at)
      if (end < 0) break
      value += this.text.slice(this.at, end)
      this.at = end + 1
      if (this.peek() !== '"') return value
      value += '"'
      this.at++
    }
    throw syntax(
      'A quote is opened and never closed',
      start,
      'Close it with ", and write a quote inside as "".',
    )
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }
}

/** @param column from 1 */
export function syntax(message: string, column: number, advice: string): Problem {
  return new Problem('filter-syntax', `The filter cannot be read: ${message} (column ${column}).`, {
    where: { column },
    advice,
  })
}
