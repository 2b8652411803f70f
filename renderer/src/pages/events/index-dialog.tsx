/** Word indexes of the captures: how large each is or would be, made and removed here. They change no result. */
import { ActionIcon, Button, Modal, Progress, Tooltip } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { TextIndex } from '../../../../preload/contract/text-index.ts'
import { bytes } from '../../../../preload/figures/format.ts'
import { visible } from '../../../../preload/figures/visible.ts'
import { useAct, useCall } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './events.module.css'

export function IndexButton() {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Tooltip label="Word index: quicker searches for rare texts">
        <ActionIcon size={30} variant="default" aria-label="Word index" onClick={() => setOpened(true)}>
          <IconListSearch size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {opened && <IndexDialog onClose={() => setOpened(false)} />}
    </>
  )
}

function IndexDialog({ onClose }: { onClose: () => void }) {
  const indexes = useCall('events.indexes', {}, { staleTime: 0 })
  const job = useJobStart('events.buildIndex', () => void indexes.refetch())
  const remove = useAct('events.removeIndex', { onDone: () => void indexes.refetch() })
  // What a button does follows from the list: not while that is on its way.
  const busy = job.busy || remove.isPending || indexes.isFetching
  const problem = job.problem ?? remove.error ?? indexes.error
  return (
    <Modal opened onClose={onClose} title="Word index" size="lg">
      <p className={classes.hint}>
        With an index a rare word or phrase is found in few chunks instead of all; what is found is the same,
        to the letter. It lies beside the case file, can be made again at any time, and goes with one click.
      </p>
      {problem && <ProblemAlert problem={problem} />}
      <table className={classes.indexes}>
        <tbody>
          {(indexes.data ?? []).map((index) => (
            <tr key={index.source}>
              <th scope="row">{visible(index.name)}</th>
              <td>{stateOf(index)}</td>
              <td>
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={busy}
                  onClick={() =>
                    index.bytes === null
                      ? job.start({ source: index.source })
                      : remove.mutate({ source: index.source })
                  }
                >
                  {index.bytes === null ? 'Make' : 'Remove'}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {job.busy && (
        <Progress
          value={100 * (job.job?.progress.fraction ?? 0)}
          aria-label="Progress of the index"
          mt={10}
        />
      )}
    </Modal>
  )
}

function stateOf({ bytes: size, estimate, trusted }: TextIndex): string {
  if (size === null) return `none; at most about ${bytes(estimate)}`
  return trusted ? bytes(size) : 'not the one that was made: it is not used'
}
