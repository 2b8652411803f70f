/** One protocol's verdict and its ailments, in plain words, before any number. */
import { IconAlertOctagon, IconAlertTriangle } from '@tabler/icons-react'
import type { Ailment, ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { counted } from '../../../../preload/figures/format.ts'
import { reasonsOf, standingOf } from '../../components/standing/standing.tsx'
import classes from './evaluation.module.css'

export function Verdict({ protocol }: { protocol: ProtocolResult }) {
  const { id, title, verdict, ailments, cleared } = protocol
  const standing = standingOf(protocol)
  return (
    <section className={classes.verdict} data-tone={standing.tone} aria-labelledby={`verdict-${id}`}>
      <h2 id={`verdict-${id}`}>
        {id} <span>{title}</span>
      </h2>
      <p className={classes.holds}>
        <standing.Icon size={17} aria-hidden /> {standing.title}
      </p>
      <p>{reasonsOf(verdict)}</p>
      {ailments.length > 0 && (
        <ul className={classes.ailments}>
          {ailments.map((ailment) => (
            <AilmentItem key={`${ailment.kind} ${ailment.subject}`} ailment={ailment} />
          ))}
        </ul>
      )}
      {cleared.length > 0 && (
        <details className={classes.cleared}>
          <summary>{counted(cleared.length, 'ailment')} looked for and not found</summary>
          <ul>
            {cleared.map(({ kind, evidence }) => (
              <li key={kind}>
                <strong>{kind.replaceAll('-', ' ')}</strong> {evidence}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function AilmentItem({ ailment }: { ailment: Ailment }) {
  const Icon = ailment.severity === 'severe' ? IconAlertOctagon : IconAlertTriangle
  return (
    <li data-severity={ailment.severity}>
      <details>
        <summary>
          <Icon size={15} aria-hidden />
          <span>
            <strong>{ailment.kind.replaceAll('-', ' ')}</strong>
            {ailment.subject && ` (${ailment.subject})`}: {ailment.finding}
          </span>
        </summary>
        <dl>
          <dt>Evidence</dt>
          <dd>{ailment.evidence}</dd>
          <dt>Why it matters</dt>
          <dd>{ailment.why}</dd>
          <dt>What to do</dt>
          <dd>{ailment.advice}</dd>
        </dl>
      </details>
    </li>
  )
}
