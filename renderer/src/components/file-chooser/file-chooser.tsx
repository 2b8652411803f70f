/** Our own file dialog, for the browser face: a path to type in, a list to walk with the keyboard. */
import { Button, Modal, TextInput } from '@mantine/core'
import { useRef, useState, useSyncExternalStore } from 'react'
import { useCall } from '../../api/use-call.ts'
import { useStored } from '../../app/use-stored.ts'
import { ProblemAlert } from '../problem-alert/problem-alert.tsx'
import { currentQuestion, joinPath, type Question, subscribe } from './choose.ts'
import classes from './file-chooser.module.css'
import { FileList } from './file-list.tsx'

/** Drawn once, in the shell. */
export function FileChooser() {
  const question = useSyncExternalStore(subscribe, currentQuestion)
  return (
    <Modal
      stackId="chooser"
      opened={question !== null}
      onClose={() => question?.answer(null)}
      title={question?.title ?? ''}
      size={680}
      padding={0}
      classNames={{ header: classes.header ?? '' }}
    >
      {question && <Chooser question={question} />}
    </Modal>
  )
}

const BUTTONS = { 'open-case': 'Open', 'new-case': 'Create', evidence: 'Add', folder: 'Choose this folder' }

function Chooser({ question }: { question: Question }) {
  const { purpose, answer } = question
  const [folder, setFolder] = useStored('folder', '')
  const [typed, setTyped] = useState<string | null>(null)
  const [name, setName] = useState('case.tribunal')
  const [marked, setMarked] = useState<readonly string[]>([])
  const list = useRef<HTMLDivElement>(null)
  const listing = useCall('app.files', folder ? { folder } : {}, { keepPrevious: true, staleTime: 0 })
  const here = listing.data?.folder ?? folder
  const enter = (path: string): void => {
    setFolder(path)
    setTyped(null)
    setMarked([])
  }
  const named = (): string => joinPath(here, /\.tribunal$/i.test(name) ? name : `${name}.tribunal`)
  // What is answered with is the folder on the screen: not while another is typed or still on its way.
  const another = typed !== null && typed !== here
  const settled = listing.isSuccess && !listing.isPlaceholderData && !another
  const ready =
    purpose === 'folder'
      ? settled
      : purpose === 'new-case'
        ? settled && name.trim() !== ''
        : marked.length > 0
  const done = (): void =>
    answer(purpose === 'folder' ? [here] : purpose === 'new-case' ? [named()] : [...marked])
  return (
    <div className={classes.chooser}>
      <form
        className={classes.path}
        onSubmit={(event) => {
          event.preventDefault()
          // What was typed is said: the keys belong to the list now.
          list.current?.focus()
          const text = typed?.trim() ?? ''
          const isFile =
            listing.data?.entries.some((entry) => entry.path === text && !entry.folder) ||
            /\.\w{1,8}$/.test(text)
          if (isFile && purpose !== 'folder' && purpose !== 'new-case') answer([text])
          else if (text) enter(text)
        }}
      >
        <TextInput
          aria-label="Path"
          value={typed ?? here}
          onChange={(event) => setTyped(event.target.value)}
          // A listing that arrives now shall not put its folder before what is being typed.
          onFocus={() => setTyped((known) => known ?? here)}
          onBlur={() => setTyped((known) => (known === here || known === '' ? null : known))}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          flex={1}
        />
        <Button type="submit" variant="default" disabled={!another}>
          Go
        </Button>
      </form>
      {listing.error && <ProblemAlert problem={listing.error} onRetry={() => enter('')} />}
      <FileList
        key={here}
        ref={list}
        listing={listing.data}
        purpose={purpose}
        marked={marked}
        onMark={setMarked}
        onEnter={enter}
        onChoose={(path) =>
          purpose === 'new-case' ? setName(path.split(/[\\/]/).pop() ?? name) : answer([path])
        }
      />
      <footer className={classes.foot}>
        {purpose === 'new-case' && (
          <TextInput
            label="Name of the new case"
            value={name}
            onChange={(event) => setName(event.target.value)}
            flex={1}
            spellCheck={false}
          />
        )}
        {purpose === 'evidence' && (
          <span className={classes.hint}>Space marks files and folders, Enter opens a folder</span>
        )}
        <Button variant="default" onClick={() => answer(null)} ml="auto">
          Cancel
        </Button>
        <Button disabled={!ready} onClick={done}>
          {BUTTONS[purpose]}
        </Button>
      </footer>
    </div>
  )
}
