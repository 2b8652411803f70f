/** The stored profiles: looked at and changed as JSON, taken from a file, shared as one, removed. */
import { ActionIcon, Button, Group, Modal, Tooltip } from '@mantine/core'
import { IconShare2, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ProblemShape } from '../../../../preload/contract/problem.ts'
import { Profile } from '../../../../preload/contract/profiles.ts'
import { notify } from '../../app/notices/store.ts'
import { useAct, useCall } from '../../api/use-call.ts'
import { choosePaths } from '../../components/file-chooser/choose.ts'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './profiles-dialog.module.css'

const CHANGES = ['profiles.list', 'evidence.inspect'] as const

export function ProfilesDialog({ onClose }: { onClose: () => void }) {
  const list = useCall('profiles.list', {}, { staleTime: 0 })
  const [open, setOpen] = useState<string | null>(null)
  const [problem, setProblem] = useState<ProblemShape | null>(null)
  const told = {
    changes: [...CHANGES],
    onProblem: (error: { toJSON(): ProblemShape }) => setProblem(error.toJSON()),
  }
  const take = useAct('profiles.take', { ...told, onDone: ({ id }) => setOpen(id) })
  const remove = useAct('profiles.remove', told)
  const share = useAct('profiles.share', {
    ...told,
    onDone: ({ path }) => notify({ tone: 'good', title: 'Profile written', text: path }),
  })
  const takeFile = async (): Promise<void> => {
    const [path] = (await choosePaths('evidence', 'Take a profile from a file')) ?? []
    if (path) take.mutate({ path })
  }
  const shareTo = async (id: string): Promise<void> => {
    const [folder] = (await choosePaths('folder', 'Write the profile into a folder')) ?? []
    if (folder) share.mutate({ id, folder })
  }
  const opened = list.data?.profiles.find(({ id }) => id === open)
  return (
    <Modal stackId="dialog" opened onClose={onClose} title="Mapping profiles" size={760}>
      {problem && <ProblemAlert problem={problem} onClose={() => setProblem(null)} />}
      <Loaded query={list}>
        {({ profiles, broken }) => (
          <>
            {profiles.length === 0 && (
              <p className={classes.quiet}>
                None yet. Add a file, decide how it is read, and save that as a profile for the next one.
              </p>
            )}
            <ul className={classes.list} aria-label="Stored profiles">
              {profiles.map(({ id, profile }) => (
                <li key={id} data-open={id === open}>
                  <button
                    type="button"
                    className={classes.name}
                    aria-expanded={id === open}
                    onClick={() => setOpen(id === open ? null : id)}
                  >
                    {profile.name}
                  </button>
                  <span className={classes.quiet}>
                    {profile.columns.length} columns{profile.zone ? `, ${profile.zone}` : ''}
                    {profile.note ? `, ${profile.note}` : ''}
                  </span>
                  <Tooltip label="Write as a file, to share it">
                    <ActionIcon
                      size="sm"
                      variant="subtle"
                      aria-label={`Share ${profile.name}`}
                      onClick={() => void shareTo(id)}
                    >
                      <IconShare2 size={14} />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label="Remove">
                    <ActionIcon
                      size="sm"
                      variant="subtle"
                      aria-label={`Remove ${profile.name}`}
                      onClick={() => remove.mutate({ id })}
                    >
                      <IconTrash size={14} />
                    </ActionIcon>
                  </Tooltip>
                </li>
              ))}
            </ul>
            {broken.map(({ file, message }) => (
              <ProblemAlert key={file} problem={{ code: 'invalid-profile', message, where: { file } }} />
            ))}
          </>
        )}
      </Loaded>
      {opened && <ProfileEditor key={opened.id} profile={opened.profile} />}
      <Group mt="md" justify="space-between">
        <Button variant="default" loading={take.isPending} onClick={() => void takeFile()}>
          Take from a file…
        </Button>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </Modal>
  )
}

function ProfileEditor({ profile }: { profile: Profile }) {
  const schema = useCall('profiles.schema', {})
  const [next, setNext] = useState<Profile | null>(profile)
  const [saved, setSaved] = useState(profile)
  const save = useAct('profiles.save', {
    changes: [...CHANGES],
    onDone: (_, { profile: written }) => {
      setSaved(written)
      notify({ tone: 'good', title: `Saved: profile ${written.name}` })
    },
  })
  return (
    <div className={classes.editor}>
      <JsonEditor
        initial={JSON.stringify(profile, null, 2)}
        label={`Profile ${profile.name}`}
        schema={schema.data}
        onChange={(text) => setNext(parse(text))}
        height={300}
      />
      {save.error && <ProblemAlert problem={save.error} />}
      <Button
        mt="xs"
        disabled={next === null || JSON.stringify(next) === JSON.stringify(saved)}
        loading={save.isPending}
        onClick={() => next && save.mutate({ profile: next })}
      >
        Save changes
      </Button>
    </div>
  )
}

function parse(text: string): Profile | null {
  try {
    return Profile.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
