/** The filter language in Monaco: colors, and completion of field names and their frequent values. */
import type { FieldInfo as FieldSchema } from '../../../../preload/contract/events.ts'
import type { z } from 'zod'
import { monaco } from '../editor/monaco.ts'

export type FieldInfo = z.infer<typeof FieldSchema>
export const FILTER_LANGUAGE = 'tribunal-filter'

let fields: readonly FieldInfo[] = []

/** Names and values that completion offers from now on. */
export function knowFields(list: readonly FieldInfo[]): void {
  fields = list
}

monaco.languages.register({ id: FILTER_LANGUAGE })
monaco.languages.setLanguageConfiguration(FILTER_LANGUAGE, {
  wordPattern: /[\w.@#$-]+/,
  autoClosingPairs: [
    { open: '(', close: ')' },
    { open: '"', close: '"' },
  ],
})
monaco.languages.setMonarchTokensProvider(FILTER_LANGUAGE, {
  tokenizer: {
    root: [
      [/\b(AND|OR|NOT)\b/, 'keyword'],
      [/[\w.@#$-]+(?=\s*(:|>=?|<=?|=))/, 'type'],
      [/"[^"]*"?/, 'string'],
      [/[:<>=()]/, 'operator'],
      [/-(?=\S)/, 'keyword'],
      [/\d+(\.\d+)?\b/, 'number'],
      [/[^\s():<>="]+/, 'string'],
    ],
  },
})

const quoted = (value: string): string =>
  /^[\w.@#$*-]+$/.test(value) ? value : `"${value.replaceAll('"', '\\"')}"`

type Item = Omit<monaco.languages.CompletionItem, 'range'>
const again = { id: 'editor.action.triggerSuggest', title: 'Values' }

function nameItems(): Item[] {
  const names = fields.map((field, index): Item => ({
    label: { label: field.name, description: field.type },
    kind: monaco.languages.CompletionItemKind.Field,
    insertText: `${field.name}:`,
    sortText: String(index).padStart(5, '0'),
    command: again,
  }))
  const words = ['OR', 'NOT'].map((word): Item => ({
    label: word,
    kind: monaco.languages.CompletionItemKind.Keyword,
    insertText: `${word} `,
    sortText: 'z',
  }))
  return [...names, ...words]
}

function valueItems(name: string): Item[] {
  const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase())
  return (field?.values ?? []).map((value, index) => ({
    label: value,
    kind: monaco.languages.CompletionItemKind.Value,
    insertText: quoted(value),
    sortText: String(index).padStart(5, '0'),
  }))
}

monaco.languages.registerCompletionItemProvider(FILTER_LANGUAGE, {
  triggerCharacters: [':', '>', '<', '='],
  provideCompletionItems(model, position) {
    const before = model.getLineContent(1).slice(0, position.column - 1)
    const value = /([\w.@#$-]+)\s*(?::|>=?|<=?|=)("?[^"\s]*)$/.exec(before)
    const typed = value ? (value[2] ?? '') : (/[\w.@#$-]*$/.exec(before)?.[0] ?? '')
    const range = new monaco.Range(1, position.column - typed.length, 1, position.column)
    const items = value ? valueItems(value[1] ?? '') : nameItems()
    return { suggestions: items.map((item) => ({ ...item, range })) }
  },
})
