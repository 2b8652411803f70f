/** Every expert's part in one decision: gate weight x probability = score. The highest active score wins. */
import type { Hearing } from '../../../../preload/contract/experts.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { classColor } from '../../components/class-badge/colors.ts'
import classes from './evidence-card.module.css'

export function VoiceTable({ hearing }: { hearing: Hearing }) {
  return (
    <table className={classes.voices}>
      <thead>
        <tr>
          <th scope="col">Expert</th>
          <th scope="col" title="What the gate gives this expert on this event">
            Gate
          </th>
          <th scope="col" title="What the expert says: how likely the event is of its class">
            × says
          </th>
          <th scope="col" colSpan={2} title="Gate weight × probability: what the decision compares">
            = score
          </th>
          <th scope="col">Part</th>
        </tr>
      </thead>
      <tbody>
        {hearing.voices.map((voice) => {
          const won = voice.active && voice.expert === hearing.predicted
          return (
            <tr key={voice.expert} data-active={voice.active} data-won={won}>
              <th scope="row">
                <ClassBadge name={voice.expert} quiet />
              </th>
              <td>{decimal(voice.gate)}</td>
              <td>{decimal(voice.probability)}</td>
              <td className={classes.barCell} aria-label="Score as a bar">
                <span className={classes.track} aria-hidden>
                  <span
                    style={{ width: `${(voice.score ?? 0) * 100}%`, color: classColor(voice.expert) }}
                    data-active={voice.active}
                  />
                </span>
              </td>
              <td>{decimal(voice.score)}</td>
              <td className={classes.part}>{won ? 'won' : voice.active ? 'spoke' : 'not asked'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
