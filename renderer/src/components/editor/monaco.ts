/** Monaco, set up once: own workers, our two themes. Only loaded when the first editor is drawn. */
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
/* oxlint-disable import/default -- Vite makes the default export of these */
import editorWorker from 'monaco-editor/editor/editor.worker?worker&url'
import jsonWorker from 'monaco-editor/languages/features/json/json.worker?worker&url'

/** Trusted Types ask for a policy even for our own workers; it lets exactly these two through. */
const workers = window.trustedTypes?.createPolicy('tribunal-workers', {
  createScriptURL: (url) => {
    if (url !== editorWorker && url !== jsonWorker) throw new TypeError(`Not a worker of ours: ${url}`)
    return url
  },
})

self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) => {
    const url = label === 'json' ? jsonWorker : editorWorker
    return new Worker((workers?.createScriptURL(url) ?? url) as string, { type: 'module', name: label })
  },
}

const shared = { inherit: true, rules: [] }
monaco.editor.defineTheme('tribunal-light', {
  ...shared,
  base: 'vs',
  colors: {
    'editor.background': '#ffffff',
    'editorSuggestWidget.background': '#ffffff',
    'editorSuggestWidget.border': '#dcdee4',
    'editorSuggestWidget.selectedBackground': '#e9ebfc',
    'editorSuggestWidget.selectedForeground': '#1b1d23',
    'editorSuggestWidget.highlightForeground': '#4650b9',
    'editorSuggestWidget.focusHighlightForeground': '#4650b9',
    'editor.lineHighlightBorder': '#00000000',
    focusBorder: '#00000000',
    'editorLineNumber.foreground': '#6b707d',
    'editor.placeholder.foreground': '#6b707d',
  },
})
monaco.editor.defineTheme('tribunal-dark', {
  ...shared,
  base: 'vs-dark',
  colors: {
    'editor.background': '#17181c',
    'editorSuggestWidget.background': '#202228',
    'editorSuggestWidget.border': '#34373f',
    'editorSuggestWidget.selectedBackground': '#262a4a',
    'editorSuggestWidget.selectedForeground': '#dcdee4',
    'editorSuggestWidget.highlightForeground': '#a3abf2',
    'editorSuggestWidget.focusHighlightForeground': '#a3abf2',
    'editorWidget.background': '#202228',
    'editor.lineHighlightBorder': '#00000000',
    focusBorder: '#00000000',
    'editorLineNumber.foreground': '#8a8e9a',
    'editor.placeholder.foreground': '#8a8e9a',
  },
})

const schemas = new Map<string, unknown>()

/** Checks the document of that model against a JSON Schema, with completion; null takes the schema away. */
export function setSchema(modelUri: string, schema: unknown): void {
  if (schema === null) schemas.delete(modelUri)
  else schemas.set(modelUri, schema)
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    schemaValidation: 'error',
    enableSchemaRequest: false,
    schemas: [...schemas].map(([uri, one]) => ({ uri: `${uri}#schema`, fileMatch: [uri], schema: one })),
  })
}

export { monaco }
