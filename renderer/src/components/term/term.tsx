/** A word of the trade with what it means, as a tooltip. */
import { Tooltip } from '@mantine/core'
import classes from './term.module.css'

interface TermProps {
  name: string
  hint: string
  position?: 'top' | 'right' | 'bottom'
}

export function Term({ name, hint, position = 'top' }: TermProps) {
  return (
    <Tooltip label={hint} multiline maw={300} position={position}>
      <span className={classes.term}>{name}</span>
    </Tooltip>
  )
}

/** The head of a table's column. */
export function TermHead({ name, hint, left = false }: TermProps & { left?: boolean }) {
  return (
    <th scope="col" aria-label={name} data-left={left}>
      <Term name={name} hint={hint} />
    </th>
  )
}
