/**
 * One alert as named values. Every reader ends here, so that CSV cells, JSON results and stash pairs are understood by the
 * same code. Nested names are joined by dots; every value is a list, as any Splunk field may be.
 */
export class Fields {
  readonly #values = new Map<string, string[]>()
  readonly #written = new Map<string, string>()

  /** Adds values to a field, without those that say nothing. */
  add(name: string, values: readonly string[]): void {
    const present = values.map((value) => value.trim()).filter((value) => value !== '')
    if (present.length === 0) return
    const key = fieldKey(name)
    this.#values.set(key, [...(this.#values.get(key) ?? []), ...present])
    if (!this.#written.has(key)) this.#written.set(key, name.trim())
  }

  /** What these columns hold, in their order, stands under the known name from now on, in place of what stood there. */
  take(known: string, columns: readonly string[]): void {
    const values = columns.flatMap((column) => this.#values.get(fieldKey(column)) ?? [])
    const first = columns.find((column) => this.#values.has(fieldKey(column)))
    if (first === undefined) return
    this.#values.set(known, values)
    this.#written.set(known, this.written(fieldKey(first)))
  }

  /** @param name as {@link fieldKey} gives it, here and below */
  get(name: string): string[] | undefined {
    return this.#values.get(name)
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** The name as the file writes it. */
  written(name: string): string {
    return this.#written.get(name) ?? name
  }

  names(): string[] {
    return [...this.#values.keys()]
  }
}

/** How names are compared: lower case, `Alert Name` as `alert_name`. */
export function fieldKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
}

/** Deeper documents are refused: no export nests so far, and each level costs a name. */
const DEEPEST = 32
const MOST_VALUES = 20_000

/** A result object as fields, or the reason why it cannot be one. */
export function fieldsOf(result: Record<string, unknown>): Fields | string {
  const fields = new Fields()
  return flatten(fields, '', result, 0, { values: 0 }) ?? fields
}

function flatten(
  fields: Fields,
  name: string,
  value: unknown,
  depth: number,
  count: { values: number },
): string | null {
  if (depth > DEEPEST) return `nested more than ${DEEPEST} levels deep`
  if (count.values++ > MOST_VALUES) return `holds more than ${MOST_VALUES} values`
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = flatten(fields, name, item, depth + 1, count)
      if (problem !== null) return problem
    }
    return null
  }
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      const problem = flatten(fields, name === '' ? key : `${name}.${key}`, inner, depth + 1, count)
      if (problem !== null) return problem
    }
    return null
  }
  fields.add(name, [typeof value === 'string' ? value : JSON.stringify(value)])
  return null
}

/** The first of the named fields that is there, and its name. */
export function firstField(
  fields: Fields,
  names: readonly string[],
): { name: string; values: string[] } | null {
  for (const name of names) {
    const values = fields.get(name)
    if (values) return { name, values }
  }
  return null
}
