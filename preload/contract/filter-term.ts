/** Filter texts put together by a program: names and values spelled so that the filter language reads them as meant. */

/** Names that mean the same in every case. A column of the same name is reached by quoting it: `"source":x`. */
export const BUILT_IN = [
  'time',
  'host',
  'user',
  'action',
  'source',
  'label',
  'alert',
  'predicted',
  'attack_score',
  'expert',
] as const

/** A column's name as a filter must write it to mean the column. */
export function spelledColumn(name: string): string {
  const plain = /^[^\s()":=<>!-][^\s()":=<>!]*$/.test(name) && !(BUILT_IN as readonly string[]).includes(name)
  return plain ? name : quoted(name)
}

/**
 * The term that selects the events with exactly this value; '' selects those without one.
 * @param field as a filter writes it
 */
export function filterTerm(field: string, value: string): string {
  // `=` takes stars and question marks as they are.
  const operator = /[*?]/.test(value) ? '=' : ':'
  return `${field}${operator}${/^[\w.@#$/\\-]+$/.test(value) ? value : quoted(value)}`
}

/** A filter that also asks for `term`; the same filter when it does already. */
export function withTerm(filter: string, term: string): string {
  const before = filter.trim()
  if (before === '') return term
  if (` ${before} `.includes(` ${term} `)) return before
  // AND binds closer than OR.
  return /\bOR\b/.test(before) && !/^\([^()]*\)$/.test(before) ? `(${before}) ${term}` : `${before} ${term}`
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
