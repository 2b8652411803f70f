/** A short table of texts: each row a name and what it stands for. Rows are taken over when the cursor leaves them. */
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import classes from './labeling.module.css'

export interface PairListProps {
  /** What the table is, and what its two columns are called. */
  label: string
  heads: [string, string]
  hint: string
  value: Record<string, string>
  onChange: (value: Record<string, string>) => void
  /** Says what is wrong with a row; it is then not taken over. */
  refuse?: (value: string) => string | null
}

export function PairList({ label, heads, hint, value, onChange, refuse = () => null }: PairListProps) {
  const [adding, setAdding] = useState(false)
  const rows: (readonly [string, string])[] = Object.entries(value)
  const replace = (old: string | null, name: string, stands: string): void => {
    const others = rows.filter(([own]) => own !== old && own !== name)
    if (name !== '') onChange(Object.fromEntries([...others, [name, stands]]))
    else if (old !== null) onChange(Object.fromEntries(others))
    setAdding(false)
  }
  return (
    <fieldset className={classes.pairs}>
      <legend>{label}</legend>
      {rows.map(([name, stands]) => (
        <PairRow
          key={`${name} ${stands}`}
          heads={heads}
          pair={[name, stands]}
          refuse={refuse}
          onDone={(next, nextStands) => replace(name, next, nextStands)}
          onRemove={() => replace(name, '', '')}
        />
      ))}
      {adding && (
        <PairRow
          heads={heads}
          pair={['', '']}
          refuse={refuse}
          onDone={(name, stands) => replace(null, name, stands)}
          onRemove={() => setAdding(false)}
        />
      )}
      {!adding && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAdding(true)}>
          Add a row
        </Button>
      )}
      <p className={classes.hint}>{hint}</p>
    </fieldset>
  )
}

interface PairRowProps {
  heads: [string, string]
  pair: readonly [string, string]
  refuse: (value: string) => string | null
  onDone: (name: string, stands: string) => void
  onRemove: () => void
}

function PairRow({ heads, pair, refuse, onDone, onRemove }: PairRowProps) {
  const [name, setName] = useState(pair[0])
  const [stands, setStands] = useState(pair[1])
  const row = useRef<HTMLDivElement>(null)
  const first = useRef<HTMLInputElement>(null)
  // Only a row that was just asked for is empty: whoever asked goes on typing there.
  useEffect(() => {
    if (first.current?.value === '') first.current.focus()
  }, [])
  const wrong = refuse(stands)
  const finish = (): void => {
    const changed = name !== pair[0] || stands !== pair[1]
    if (name.trim() !== '' && changed && wrong === null) onDone(name.trim(), stands.trim())
  }
  return (
    <div
      ref={row}
      className={classes.pairRow}
      onBlur={(event) => !row.current?.contains(event.relatedTarget) && finish()}
    >
      <TextInput
        ref={first}
        aria-label={heads[0]}
        placeholder={heads[0]}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && finish()}
      />
      <TextInput
        aria-label={heads[1]}
        placeholder={heads[1]}
        value={stands}
        error={stands === '' ? null : wrong}
        onChange={(event) => setStands(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && finish()}
      />
      <ActionIcon variant="subtle" aria-label={`Remove ${name || 'this row'}`} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  )
}
