/** One Monaco editor. It owns its text once drawn: give it a new `key` to show another document. */
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import classes from './editor.module.css'
import { monaco, setSchema } from './monaco.ts'

export interface EditorMark {
  line: number
  column: number
  message: string
  severe: boolean
}
export interface CodeEditorProps {
  initial: string
  label: string
  language?: string
  readOnly?: boolean
  schema?: unknown
  onChange?: ((text: string) => void) | undefined
  /** What is wrong with the text now; told after every check. */
  onMarks?: ((marks: EditorMark[]) => void) | undefined
}

let documents = 0

function markOf(marker: monaco.editor.IMarker): EditorMark {
  const severe = marker.severity === monaco.MarkerSeverity.Error
  return { line: marker.startLineNumber, column: marker.startColumn, message: marker.message, severe }
}

function options(label: string, readOnly: boolean): monaco.editor.IStandaloneEditorConstructionOptions {
  return {
    readOnly,
    // Tab belongs to the page: the keyboard must be able to leave. Ctrl+M gives it to the text.
    tabFocusMode: true,
    domReadOnly: readOnly,
    ariaLabel: label,
    automaticLayout: true,
    minimap: { enabled: false },
    fontSize: 12,
    lineHeight: 18,
    fontFamily: 'var(--mantine-font-family-monospace)',
    scrollBeyondLastLine: false,
    lineNumbersMinChars: 3,
    tabSize: 2,
    renderLineHighlight: 'none',
    overviewRulerLanes: 0,
    fixedOverflowWidgets: true,
    wordWrap: 'on',
    stickyScroll: { enabled: false },
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
    padding: { top: 8, bottom: 8 },
    links: false,
    occurrencesHighlight: 'off',
    unicodeHighlight: { ambiguousCharacters: false },
  }
}

export default function CodeEditor({
  initial,
  label,
  language = 'json',
  readOnly = false,
  schema,
  onChange,
  onMarks,
}: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const [uri] = useState(() => monaco.Uri.parse(`inmemory://tribunal/${++documents}.json`))
  const dark = useComputedColorScheme('light') === 'dark'
  const changed = useEffectEvent((text: string) => onChange?.(text))
  const marked = useEffectEvent((marks: EditorMark[]) => onMarks?.(marks))
  const begin = useEffectEvent(() => initial)
  const schemaText = schema === undefined ? '' : JSON.stringify(schema)

  useEffect(() => monaco.editor.setTheme(dark ? 'tribunal-dark' : 'tribunal-light'), [dark])
  useEffect(() => {
    if (!host.current) return
    const model = monaco.editor.createModel(begin(), language, uri)
    const editor = monaco.editor.create(host.current, { model, ...options(label, readOnly) })
    const text = model.onDidChangeContent(() => changed(model.getValue()))
    const marks = monaco.editor.onDidChangeMarkers((uris) => {
      if (uris.some((one) => one.toString() === uri.toString()))
        marked(monaco.editor.getModelMarkers({ resource: uri }).map(markOf))
    })
    return () => {
      for (const one of [text, marks, editor, model]) one.dispose()
    }
  }, [label, language, readOnly, uri])
  // A schema may come after the first keys were pressed: it must not cost them.
  useEffect(() => {
    if (!schemaText) return
    setSchema(uri.toString(), JSON.parse(schemaText))
    return () => setSchema(uri.toString(), null)
  }, [schemaText, uri])
  return <div className={classes.host} ref={host} />
}
