/** The entries of one folder as a listbox: arrows, letters, Enter goes in or chooses, Space marks, Backspace goes up. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus -- a listbox after the ARIA pattern: the focus stays on the list */
import { IconArrowUp, IconFile, IconFolder } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { bytes } from '../../../../preload/figures/format.ts'
import type { Output } from '../../api/client.ts'
import { timeText } from '../../time/format.ts'
import { target } from '../data-table/use-grid-keys.ts'
import type { Purpose } from './choose.ts'
import classes from './file-chooser.module.css'

interface FileListProps {
  ref: RefObject<HTMLDivElement | null>
  listing: Output<'app.files'> | undefined
  purpose: Purpose
  marked: readonly string[]
  onMark: (paths: readonly string[]) => void
  onEnter: (folder: string) => void
  onChoose: (file: string) => void
}
type Entry = Output<'app.files'>['entries'][number]

function shown(listing: Output<'app.files'>, purpose: Purpose): Entry[] {
  const up =
    listing.parent === null ? [] : [{ name: '..', path: listing.parent, folder: true, size: 0, modified: 0 }]
  const fits = (entry: Entry): boolean =>
    entry.folder || purpose === 'evidence' || (purpose !== 'folder' && /\.tribunal$/i.test(entry.name))
  return [...up, ...listing.entries.filter(fits)]
}

export function FileList({ ref: list, listing, purpose, marked, onMark, onEnter, onChoose }: FileListProps) {
  const [at, setAt] = useState(0)
  const entries = listing ? shown(listing, purpose) : []
  const active = Math.min(at, entries.length - 1)
  const folder = listing?.folder
  useLayoutEffect(() => {
    // A folder's list takes the focus from the list before it, which went with it; never from where someone types or presses.
    if (document.activeElement === document.body) list.current?.focus()
  }, [list])
  useEffect(() => {
    // Braces: newer browsers answer with a promise, which is no clean-up.
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active, list])

  const toggle = (entry: Entry): void => {
    // Going up is no choice; a folder stands for all the evidence in it.
    if (entry.name === '..' || (entry.folder && purpose !== 'evidence')) return
    const rest = marked.filter((path) => path !== entry.path)
    if (rest.length < marked.length) onMark(rest)
    else onMark(purpose === 'evidence' ? [...marked, entry.path] : [entry.path])
  }
  const open = (entry: Entry | undefined): void => {
    if (entry?.folder) onEnter(entry.path)
    else if (entry) onChoose(entry.path)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = target(event.key, active, entries.length, 10)
    const letter =
      event.key.length === 1 && event.key !== ' ' && !event.ctrlKey ? event.key.toLowerCase() : ''
    const found = letter
      ? entries.findIndex((entry, index) => index > active && entry.name.toLowerCase().startsWith(letter))
      : -1
    if (next !== null) setAt(next)
    else if (found >= 0) setAt(found)
    else if (event.key === 'Enter') open(entries[active])
    else if (event.key === ' ' && entries[active]) toggle(entries[active])
    else if (event.key === 'Backspace' && listing?.parent) onEnter(listing.parent)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={list}
      className={classes.list}
      role="listbox"
      tabIndex={0}
      data-autofocus
      aria-label={`Files in ${folder ?? 'the folder'}`}
      aria-multiselectable={purpose === 'evidence'}
      aria-activedescendant={entries[active] ? `file-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      {entries.map((entry, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list has the keys
        <div
          key={entry.path + entry.name}
          id={`file-${index}`}
          role="option"
          aria-selected={marked.includes(entry.path)}
          data-active={index === active}
          className={classes.entry}
          onClick={() => {
            setAt(index)
            toggle(entry)
          }}
          onDoubleClick={() => open(entry)}
        >
          {entry.name === '..' ? (
            <IconArrowUp size={15} aria-hidden />
          ) : entry.folder ? (
            <IconFolder size={15} aria-hidden />
          ) : (
            <IconFile size={15} aria-hidden />
          )}
          <span className={classes.name}>{entry.name === '..' ? 'Up one folder' : entry.name}</span>
          <span className={classes.size}>{entry.folder ? '' : bytes(entry.size)}</span>
          <span className={classes.size}>
            {entry.modified ? timeText(entry.modified * 1000, 'UTC', 'minute') : ''}
          </span>
        </div>
      ))}
      {entries.length === 0 && <div className={classes.hint}>Nothing to choose in this folder</div>}
      {listing?.truncated && (
        <div className={classes.hint}>This folder holds more than can be listed: type the path above</div>
      )}
    </div>
  )
}
