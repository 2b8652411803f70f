/**
 * Zeek's own text logs: lines that begin with `#` tell separator, column names and what stands for a missing or an empty value.
 * There are no quotes in them; separators inside values are written as `\x09`. Logs that were put together have such lines in the middle.
 */
import type { CsvLayout } from './layout.ts'
import { columnNames } from './layout.ts'

/** Null when the text does not begin like one, or tells no fields. */
export function zeekLayout(head: Buffer): CsvLayout | null {
  if (!/^#(separator|fields)\b/.test(head.toString('latin1', 0, 12))) return null
  const lines = head.toString('utf8', 0, 1 << 16).split(/\r?\n/)
  const said = lines.slice(0, lines.findIndex((line) => !line.startsWith('#')) >>> 0)
  const separator = unescaped(/^#separator\s+(\S+)/m.exec(said.join('\n'))?.[1] ?? '\\x09')
  const tell = (key: string) =>
    said.find((line) => line.startsWith(`#${key}${separator}`))?.slice(key.length + 2)
  const fields = tell('fields')
  if (fields === undefined || separator.length !== 1) return null
  const missing = [tell('unset_field') ?? '-', tell('empty_field') ?? '(empty)']
  return {
    dialect: { delimiter: separator.charCodeAt(0), newline: 10, plain: true },
    columns: columnNames(fields.split(separator)),
    skip: 0,
    missing: missing.filter((text) => text !== ''),
  }
}

/** `\x09` and its like. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\x([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
