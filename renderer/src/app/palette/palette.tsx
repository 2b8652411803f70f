/** The command palette: type a few letters, Enter. A combobox over a listbox, after the ARIA pattern. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus -- the ARIA combobox pattern: the focus stays in the input */
import { Modal } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Keys } from '../shortcuts/keys.tsx'
import { allCommands, type Command, find, subscribe } from './commands.ts'
import classes from './palette.module.css'

export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={560} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Commands">
        <Modal.Body p={0}>
          <Finder onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Finder({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const found = find(useSyncExternalStore(subscribe, allCommands), text)
  const active = Math.min(at, found.length - 1)
  const run = (command: Command | undefined): void => {
    if (!command) return
    onClose()
    // After the dialog gave the focus back, so that a command may move it.
    setTimeout(command.run, 0)
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && found.length > 0) setAt((active + step + found.length) % found.length)
    if (event.key === 'Enter') run(found[active])
    if (step !== 0 || event.key === 'Enter') event.preventDefault()
  }
  useEffect(() => {
    // Braces: newer browsers answer with a promise, which is no clean-up.
    list.current?.querySelectorAll('[role="option"]')[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={16} aria-hidden />
        <input
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
          placeholder="Go to, open, do…"
          aria-label="Find a command"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[active] ? `command-${found[active].id}` : undefined}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div ref={list} id="palette-list" role="listbox" aria-label="Commands" className={classes.list}>
        {found.map((command, index) => (
          <Option
            key={command.id}
            command={command}
            active={index === active}
            onRun={() => run(command)}
            first={text === '' && command.group !== found[index - 1]?.group}
          />
        ))}
        {found.length === 0 && <div className={classes.none}>Nothing is called that here</div>}
      </div>
    </>
  )
}

function Option({
  command,
  active,
  first,
  onRun,
}: {
  command: Command
  active: boolean
  first: boolean
  onRun: () => void
}) {
  const Icon = command.icon
  return (
    <>
      {first && (
        <div role="presentation" className={classes.group}>
          {command.group}
        </div>
      )}
      {/* The keyboard works through the input above, as the combobox pattern asks. */}
      <div
        id={`command-${command.id}`}
        role="option"
        aria-selected={active}
        className={classes.option}
        onMouseDown={onRun}
      >
        <span className={classes.icon}>{Icon && <Icon size={15} stroke={1.6} aria-hidden />}</span>
        <span className={classes.title}>{command.title}</span>
        {command.keys && <Keys keys={command.keys} />}
      </div>
    </>
  )
}
