/** The README that lies beside the practice files. */
import type { AlertRows } from './alert-rows.ts'
import { campaigns, otherSearches } from './techniques.ts'
import type { WrongClock } from './wrong-clock.ts'

export interface PracticeCounts {
  seed: number
  events: number
  attackEvents: Map<string, number>
  sessions: number
  alerts: AlertRows
  clock: WrongClock
}

/** Markdown; the same counts give the same text. */
export function practiceReadme({
  seed,
  events,
  attackEvents,
  sessions,
  alerts,
  clock,
}: PracticeCounts): string {
  const attacks = [...attackEvents.values()].reduce((sum, count) => sum + count, 0)
  const share = ((100 * (events - attacks)) / events).toFixed(1)
  const table = campaigns.map(
    (one) =>
      `| ${one.technique} | ${one.tactic} | ${attackEvents.get(one.technique) ?? 0} | ${one.users.join(', ')} |`,
  )
  return `# Practice case (synthetic)

**Everything here is made up.** A program wrote these files from a seed; no person, company, host or attack in them exists.
They are for learning and for trying things out. Results on them say nothing about real captures.

| File | What it is |
|---|---|
| \`events.ndjson.gz\` | ${events} Windows-like events of three days, one nested JSON document a line |
| \`alerts.json\` | ${alerts.rows.length} alerts as a Splunk search export, one object a line |
| \`truth.csv\` | what each event really is; not for import: compare labels and models with it |

Seed ${seed}. ${share} % of the events are benign. ${sessions} attack sessions in four campaigns:

| Technique | Tactic | Events | Abused accounts |
|---|---|---|---|
${table.join('\n')}

The alerts are as imperfect as real ones: ${alerts.missed} sessions raised none, ${alerts.late} alerts fired 9 to 25 minutes late
(their \`firstTime\` and \`lastTime\` are right), and ${alerts.false} alerts are false: some carry the name of a campaign's search, some of ${otherSearches.length} other searches, four
mistake an attack for another, some name no account, a machine account, an account that does not exist, or a time outside the capture. Accounts are spelled in several ways, alone and in lists.

The clock of ${clock.host} is ${Math.abs(clock.ahead) / 1000} seconds ${clock.ahead > 0 ? 'fast' : 'slow'}: its events carry times that much too ${clock.ahead > 0 ? 'late' : 'early'}, while the alerts
about it tell the right ones.

In \`truth.csv\`, \`row\` is the number of the event in \`events.ndjson.gz\` from 0; \`host\` and \`event_record_id\` name it too.
`
}
