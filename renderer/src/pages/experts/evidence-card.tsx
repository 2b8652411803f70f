/** One event before the experts: who fired with what weight, what was decided, and the record it is about. */
import { IconArrowUpRight, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { ProtocolId } from '../../../../preload/contract/experiment.ts'
import type { Hearing } from '../../../../preload/contract/experts.ts'
import { count } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { hrefOf } from '../../app/routing.ts'
import { Facts } from '../../components/facts/facts.tsx'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { indented } from '../../components/editor/indented.ts'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './evidence-card.module.css'
import { type Gating, gatingName } from './gating.ts'
import { JointVoices } from './joint-voices.tsx'
import { VoiceTable } from './voice-table.tsx'
import { capital, decisionOf, outcomeOf } from './words.ts'

/** A hearing with what it was heard under. */
export interface Opened {
  run: string
  protocol: ProtocolId
  gating: Gating
  hearing: Hearing
}

export function EvidenceCard({ opened }: { opened: Opened }) {
  const { hearing, gating, protocol } = opened
  const right = hearing.truth === hearing.predicted
  const alone = hearing.voices.length === 1
  const Icon = right ? IconCircleCheck : IconCircleX
  return (
    <div className={classes.card}>
      <section aria-label="What was decided">
        <p className={classes.outcome} data-right={right}>
          <Icon size={17} aria-hidden /> {capital(outcomeOf(hearing))}
        </p>
        <p className={classes.sentence}>
          Called <ClassBadge name={hearing.predicted} />, labeled <ClassBadge name={hearing.truth} />.{' '}
          {decisionOf(hearing, gating)}
        </p>
      </section>
      <section aria-label={alone ? 'What it answered' : 'Who spoke'}>
        <h3>
          {alone ? 'What it answered ' : 'Who spoke '}
          <span>{alone ? protocol : `${protocol}, ${gatingName(gating)}`}</span>
        </h3>
        {hearing.answers ? (
          <JointVoices hearing={hearing} answers={hearing.answers} />
        ) : (
          <VoiceTable hearing={hearing} />
        )}
      </section>
      <About hearing={hearing} />
      <Original event={hearing.event} />
    </div>
  )
}

function About({ hearing }: { hearing: Hearing }) {
  const { event, time, host, user, action } = hearing
  return (
    <section aria-label="The event">
      <h3>
        Event {count(event)}
        <a href={hrefOf('events', { event })}>
          Show in Events <IconArrowUpRight size={13} aria-hidden />
        </a>
      </h3>
      <Facts tight>
        <dt>Time</dt>
        <dd>
          <TimeText micros={time} />
        </dd>
        <dt>Host</dt>
        <dd>{host || '–'}</dd>
        <dt>User</dt>
        <dd>{user || '–'}</dd>
        <dt>Action</dt>
        <dd>{action || '–'}</dd>
      </Facts>
    </section>
  )
}

function Original({ event }: { event: number }) {
  const record = useCall('events.record', { id: event })
  return (
    <section aria-label="Original record">
      <h3>Original record</h3>
      <Loaded query={record} lines={8}>
        {({ original }) => (
          <JsonEditor
            key={event}
            initial={indented(original)}
            label={`Original record of event ${event}`}
            readOnly
            height={320}
          />
        )}
      </Loaded>
    </section>
  )
}
