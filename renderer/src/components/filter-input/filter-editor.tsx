/** One line of Monaco for the filter language. Enter runs it; Tab leaves it. */
import { useComputedColorScheme } from '@mantine/core'
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { monaco } from '../editor/monaco.ts'
import classes from './filter-input.module.css'
import { type FieldInfo, FILTER_LANGUAGE, knowFields } from './filter-language.ts'

export interface Typed {
  text: string
  focused: boolean
}

export interface FilterEditorProps {
  value: string
  /** What was typed before this editor was here, and whether the cursor was there. */
  typed: RefObject<Typed | null>
  label: string
  fields: readonly FieldInfo[]
  /** Column (from 1) of a mistake, and what it is. */
  mistake: { column: number; message: string } | null
  onSubmit: (text: string) => void
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  lineNumbers: 'off',
  glyphMargin: false,
  folding: false,
  lineDecorationsWidth: 0,
  lineNumbersMinChars: 0,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  renderLineHighlight: 'none',
  wordWrap: 'off',
  scrollBeyondLastLine: false,
  scrollbar: {
    horizontal: 'hidden',
    vertical: 'hidden',
    handleMouseWheel: false,
    alwaysConsumeMouseWheel: false,
  },
  fontSize: 13,
  lineHeight: 20,
  fontFamily: 'var(--mantine-font-family-monospace)',
  padding: { top: 4, bottom: 4 },
  automaticLayout: true,
  fixedOverflowWidgets: true,
  contextmenu: false,
  tabFocusMode: true,
  wordBasedSuggestions: 'off',
  acceptSuggestionOnEnter: 'smart',
  quickSuggestions: { other: true, strings: true, comments: false },
  links: false,
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  unicodeHighlight: { ambiguousCharacters: false },
  suggest: { showWords: false, showStatusBar: false, preview: false },
  find: { addExtraSpaceOnTop: false, autoFindInSelection: 'never', seedSearchStringFromSelection: 'never' },
  placeholder: 'user:admin* EventID:4688   (Ctrl+Space for names and values)',
  stickyScroll: { enabled: false },
  matchBrackets: 'always',
}

export default function FilterEditor({ value, typed, label, fields, mistake, onSubmit }: FilterEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null)
  const dark = useComputedColorScheme('light') === 'dark'
  const submit = useEffectEvent((text: string) => onSubmit(text.trim()))
  const begin = useEffectEvent(() => typed.current ?? { text: value, focused: false })
  const inForce = useRef(value)

  useEffect(() => knowFields(fields), [fields])
  useEffect(() => monaco.editor.setTheme(dark ? 'tribunal-dark' : 'tribunal-light'), [dark])
  useEffect(() => {
    if (!host.current) return
    const { text, focused } = begin()
    const model = monaco.editor.createModel(text, FILTER_LANGUAGE)
    const made = monaco.editor.create(host.current, { model, ariaLabel: label, ...OPTIONS })
    editor.current = made
    if (focused) made.focus()
    if (focused) made.setPosition(model.getFullModelRange().getEndPosition())
    made.addCommand(
      monaco.KeyCode.Enter,
      () => submit(model.getValue()),
      '!suggestWidgetVisible || !suggestionMakesTextEdit',
    )
    made.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => submit(model.getValue()))
    // Pasted lines become one.
    const oneLine = model.onDidChangeContent(() => {
      if (model.getLineCount() > 1) model.setValue(model.getValue().replaceAll(/\s*\n\s*/g, ' '))
    })
    return () => {
      for (const one of [oneLine, made, model]) one.dispose()
      editor.current = null
    }
  }, [label])
  useEffect(() => {
    const model = editor.current?.getModel()
    // Only another filter takes the place of what is typed.
    if (model && value !== inForce.current && model.getValue().trim() !== value) model.setValue(value)
    inForce.current = value
  }, [value])
  useEffect(() => {
    const model = editor.current?.getModel()
    if (!model) return
    const end = model.getLineMaxColumn(1)
    const column = Math.min(mistake?.column ?? 1, Math.max(1, end - 1))
    const mark = mistake && {
      startLineNumber: 1,
      endLineNumber: 1,
      startColumn: column,
      endColumn: Math.max(column + 1, end),
      message: mistake.message,
      severity: monaco.MarkerSeverity.Error,
    }
    monaco.editor.setModelMarkers(model, 'tribunal', mark ? [mark] : [])
  }, [mistake])
  return <div ref={host} className={classes.host} />
}
