/** JSON in Monaco, loaded when first needed: plain text meanwhile, and the schema's complaints in words beneath. */
import { lazy, Suspense, useState } from 'react'
import type { EditorMark } from './code-editor.tsx'
import classes from './editor.module.css'

const CodeEditor = lazy(() => import('./code-editor.tsx'))

interface JsonEditorProps {
  /** The text to begin with. The editor owns it from then on: change `key` to show another document. */
  initial: string
  /** What the document is, for screen readers. */
  label: string
  /** JSON Schema: completion, hover and errors come from it. */
  schema?: unknown
  readOnly?: boolean
  onChange?: (text: string) => void
  onMarks?: (marks: EditorMark[]) => void
  /** Pixels; `100%` fills the parent. */
  height?: number | string
}

export function JsonEditor({
  initial,
  label,
  schema,
  readOnly = false,
  onChange,
  onMarks,
  height = 240,
}: JsonEditorProps) {
  const [marks, setMarks] = useState<EditorMark[]>([])
  const tell = (next: EditorMark[]): void => {
    setMarks(next)
    onMarks?.(next)
  }
  return (
    <div className={classes.frame} style={{ height }}>
      <div className={classes.text}>
        <Suspense fallback={<pre className={classes.plain}>{initial}</pre>}>
          <CodeEditor
            initial={initial}
            label={label}
            schema={schema}
            readOnly={readOnly}
            onChange={onChange}
            onMarks={tell}
          />
        </Suspense>
      </div>
      {!readOnly && marks.length > 0 && <Marks marks={marks} />}
    </div>
  )
}

function Marks({ marks }: { marks: EditorMark[] }) {
  return (
    <ul className={classes.marks} aria-live="polite" aria-label="Errors in the document">
      {marks.slice(0, 5).map((mark) => (
        <li key={`${mark.line}:${mark.column}:${mark.message}`} data-severe={mark.severe}>
          <code>
            {mark.line}:{mark.column}
          </code>{' '}
          {mark.message}
        </li>
      ))}
      {marks.length > 5 && <li>and {marks.length - 5} more</li>}
    </ul>
  )
}
