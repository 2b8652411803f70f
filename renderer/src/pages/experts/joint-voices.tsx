/** One event in a joint system: the weight of each expert, and how likely the network finds each class. */
import type { Hearing } from '../../../../preload/contract/experts.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { classColor } from '../../components/class-badge/colors.ts'
import classes from './evidence-card.module.css'

/** Classes shown before the rest is left to a line. */
const SHOWN = 8

interface JointVoicesProps {
  hearing: Hearing
  answers: NonNullable<Hearing['answers']>
}

export function JointVoices({ hearing, answers }: JointVoicesProps) {
  const ranked = answers.toSorted((a, b) => b.probability - a.probability)
  const rest = ranked.slice(SHOWN).reduce((sum, answer) => sum + answer.probability, 0)
  return (
    <>
      {hearing.voices.length > 1 && (
        <table className={classes.voices}>
          <thead>
            <tr>
              <th scope="col">Expert</th>
              <th scope="col" colSpan={2} title="What the gate gives this expert on this event">
                Weight
              </th>
            </tr>
          </thead>
          <tbody>
            {hearing.voices.map((voice) => (
              <tr key={voice.expert} data-active={voice.active}>
                <th scope="row">{voice.expert}</th>
                <Bar value={voice.gate} color="var(--figure-series-3)" label="Weight as a bar" />
                <td>{decimal(voice.gate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <table className={classes.voices}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col" colSpan={2}>
              Probability
            </th>
          </tr>
        </thead>
        <tbody>
          {ranked.slice(0, SHOWN).map((answer) => (
            <tr
              key={answer.class}
              data-active={answer.probability > 0}
              data-won={answer.class === hearing.predicted}
            >
              <th scope="row">
                <ClassBadge name={answer.class} quiet />
              </th>
              <Bar value={answer.probability} color={classColor(answer.class)} label="Probability as a bar" />
              <td>{decimal(answer.probability)}</td>
            </tr>
          ))}
          {ranked.length > SHOWN && (
            <tr>
              <th scope="row" colSpan={2}>
                {ranked.length - SHOWN} others together
              </th>
              <td>{decimal(rest)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  )
}

function Bar({ value, color, label }: { value: number; color: string; label: string }) {
  return (
    <td className={classes.barCell} aria-label={label}>
      <span className={classes.track} aria-hidden>
        <span style={{ width: `${value * 100}%`, color }} data-active={true} />
      </span>
    </td>
  )
}
