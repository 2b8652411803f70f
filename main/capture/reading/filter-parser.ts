/**
 * The grammar of filters, by recursive descent:
 *
 *   any    = every { "OR" every }
 *   every  = one { ["AND"] one }
 *   one    = ("NOT" | "-") one | "(" any ")" | term | word
 *   term   = name operator value | name ":" "(" any ")"        inside, bare values belong to the name
 *
 * Operators: `:` (with * and ?), `=` and `!=` (taken literally), `>`, `>=`, `<`, `<=`.
 */
import { FilterLexer, syntax } from './filter-lexer.ts'
import type { FilterTree, Operator } from './filter-tree.ts'

/** Deeper nesting than this is refused; it cannot be meant. */
const DEEPEST = 100

/**
 * Reads a filter text. Blank text matches all.
 * @throws Problem filter-syntax, with the column
 */
export function parseFilter(text: string): FilterTree {
  const parser = new Parser(text)
  return parser.whole()
}

interface Field {
  name: string
  quoted: boolean
  column: number
}

class Parser {
  readonly #in: FilterLexer
  #depth = 0

  constructor(text: string) {
    this.#in = new FilterLexer(text)
  }

  whole(): FilterTree {
    this.#in.skipBlanks()
    if (this.#in.done) return { kind: 'all' }
    const tree = this.#any(null)
    if (!this.#in.done)
      throw syntax('There is a ) too many', this.#in.column, 'Remove it, or open it with (.')
    return tree
  }

  #any(field: Field | null): FilterTree {
    const parts = [this.#every(field)]
    while (this.#in.acceptKeyword('OR')) {
      this.#in.skipBlanks()
      parts.push(this.#every(field))
    }
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts }
  }

  #every(field: Field | null): FilterTree {
    const parts = [this.#one(field)]
    while (!this.#atEnd()) {
      this.#in.acceptKeyword('AND')
      this.#in.skipBlanks()
      parts.push(this.#one(field))
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts }
  }

  /** Before `)`, `OR` and the end of the text. */
  #atEnd(): boolean {
    if (this.#in.done || this.#in.peek() === ')') return true
    const { at } = this.#in
    const or = this.#in.acceptKeyword('OR')
    this.#in.at = at
    return or
  }

  #one(field: Field | null): FilterTree {
    if (++this.#depth > DEEPEST) {
      throw syntax('It is nested too deeply', this.#in.column, 'Use fewer parentheses and NOTs.')
    }
    const tree = this.#negation(field) ?? this.#group(field) ?? this.#leaf(field)
    this.#depth--
    this.#in.skipBlanks()
    return tree
  }

  #negation(field: Field | null): FilterTree | null {
    const dash = /^-[^\s)]/.test(this.#in.text.slice(this.#in.at, this.#in.at + 2)) && this.#in.accept('-')
    if (!dash && !this.#in.acceptKeyword('NOT')) return null
    this.#in.skipBlanks()
    return { kind: 'not', part: this.#one(field) }
  }

  #group(field: Field | null): FilterTree | null {
    const { column } = this.#in
    if (!this.#in.accept('(')) return null
    this.#in.skipBlanks()
    const tree = this.#any(field)
    if (!this.#in.accept(')')) throw syntax('A ( is never closed', column, 'Close it with ).')
    return tree
  }

  #leaf(field: Field | null): FilterTree {
    const { column } = this.#in
    this.#refuseGap(column)
    if (field) return this.#term(field, this.#in.operator() ?? ':', this.#in.column)
    const { text, quoted } = this.#in.name()
    const op = this.#in.operator()
    if (op === null) {
      if (text === '') throw syntax('There is an empty text', column, 'Write what to look for.')
      return { kind: 'word', value: text, column }
    }
    if (text === '')
      throw syntax('The name of a field is missing', column, 'Write, for example, user:admin*.')
    const named = { name: text, quoted, column }
    if (op === ':' && this.#in.peek() === '(') return this.#group(named)!
    return this.#term(named, op, this.#in.column)
  }

  #term(field: Field, op: Operator, valueColumn: number): FilterTree {
    const quoted = this.#in.peek() === '"'
    const value = this.#in.value()
    if (value === '' && !quoted) {
      throw syntax(`The value for ${field.name} is missing`, valueColumn, 'Write one, or * for any value.')
    }
    return {
      kind: 'term',
      field: field.name,
      quotedField: field.quoted,
      op,
      value,
      column: field.column,
      valueColumn,
    }
  }

  /** Something must come here: not the end, a closing parenthesis, or a second AND or OR. */
  #refuseGap(column: number): void {
    const keyword = this.#in.acceptKeyword('OR') ? 'OR' : this.#in.acceptKeyword('AND') ? 'AND' : ''
    if (keyword === '' && !this.#in.done && this.#in.peek() !== ')') return
    const before = keyword || (this.#in.done ? 'the end' : ')')
    throw syntax(`Something is missing before ${before}`, column, 'Write a term there, or remove the rest.')
  }
}
