/** Compares a stored document with one computed again, number by number, and names what differs. */

export interface Comparison {
  /** Numbers, texts and the like that were compared. */
  compared: number
  differences: string[]
}

/** Both are taken as JSON holds them; numbers must be equal to the last digit. */
export function compare(stored: unknown, computed: unknown): Comparison {
  const result: Comparison = { compared: 0, differences: [] }
  walk(plain(stored), plain(computed), '', result)
  return result
}

/** `214 values`, or the first differences and how many more there are. */
export function verdictOf({ compared, differences }: Comparison): { ok: boolean; detail: string } {
  if (differences.length === 0) return { ok: true, detail: `${compared} values` }
  const more = differences.length > 3 ? ` and ${differences.length - 3} more` : ''
  return { ok: false, detail: `${differences.slice(0, 3).join('; ')}${more}` }
}

function walk(stored: unknown, computed: unknown, path: string, result: Comparison): void {
  if (isObject(stored) && isObject(computed)) {
    const names = new Set([...Object.keys(stored), ...Object.keys(computed)])
    for (const name of names)
      walk(stored[name], computed[name], path === '' ? name : `${path}.${name}`, result)
    return
  }
  result.compared++
  if (!Object.is(stored, computed)) {
    result.differences.push(`${path || 'value'} is ${shown(stored)}, computed now ${shown(computed)}`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown)
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
