/** Every part of a reading in one table: what is assumed (and can be changed), how sure that is, and what speaks for it. */
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconHelpCircle } from '@tabler/icons-react'
import type { Guess } from '../../../../preload/contract/understanding.ts'
import { Confidence } from './confidence.tsx'
import { confirm, PART_NAMES, undecide } from './decisions.ts'
import { type ControlProps, GuessControl } from './guess-control.tsx'
import classes from './understanding.module.css'

type GuessTableProps = Omit<ControlProps, 'guess'>

export function GuessTable(props: GuessTableProps) {
  const { inspection } = props
  return (
    <table className={classes.guesses} aria-label={`How ${inspection.name} is understood`}>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Understood as</th>
          <th scope="col">Sure</th>
          <th scope="col">What speaks for it</th>
        </tr>
      </thead>
      <tbody>
        {inspection.guesses.map((guess) => (
          <GuessRow key={guess.part} guess={guess} {...props} />
        ))}
      </tbody>
    </table>
  )
}

function GuessRow({ guess, ...props }: ControlProps) {
  const { decisions, onDecide } = props
  return (
    <tr data-asks={guess.question !== null}>
      <th scope="row">{PART_NAMES[guess.part]}</th>
      <td>
        <GuessControl guess={guess} {...props} />
      </td>
      <td>
        <Confidence value={guess.confidence} chosen={guess.chosen} />
        {guess.chosen && (
          <Tooltip label="As the file says">
            <ActionIcon
              size="xs"
              variant="subtle"
              aria-label={`${PART_NAMES[guess.part]}: as the file says`}
              onClick={() => onDecide(undecide(decisions, guess.part))}
            >
              <IconArrowBackUp size={13} />
            </ActionIcon>
          </Tooltip>
        )}
      </td>
      <td>
        {guess.evidence}
        {guess.question !== null && <Question guess={guess} {...props} />}
      </td>
    </tr>
  )
}

/** A part that is missing cannot be confirmed, only chosen or left. */
function Question({ guess, inspection, decisions, onDecide }: ControlProps & { guess: Guess }) {
  const canConfirm = guess.part !== 'format' && guess.part !== 'encoding'
  return (
    <div className={classes.question}>
      <IconHelpCircle size={14} aria-hidden />
      <span>{guess.question}</span>
      {canConfirm && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`${guess.value === 'none' ? 'There is none' : 'It is right'}: ${PART_NAMES[guess.part]} ${guess.value}`}
          onClick={() => onDecide(confirm(decisions, guess.part, inspection))}
        >
          {guess.value === 'none' ? 'There is none' : 'It is right'}
        </Button>
      )}
    </div>
  )
}
