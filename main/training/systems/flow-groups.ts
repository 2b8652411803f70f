/**
 * Which expert of S2 sees which feature columns.
 *
 * Every column has a kind. `temporal` are, in a CIC flow capture, the 25 published ones (duration, bytes and packets per
 * second, inter-arrival times, active and idle times), under any of its spellings; elsewhere whatever its name calls a time,
 * duration, interval or rate. `protocol` are ports, protocols, flags, headers and windows, `statistics` means, deviations,
 * extremes and ratios, `tabular` the rest. A kind whose expert is not asked for is seen by the tabular expert, or by the
 * first one. An expert that would see nothing sees every column: what it adds is then up to the gate.
 */
import type { FlowExpertName } from '../../../preload/contract/models.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { columnKey } from '../../case/evidence/column-names.ts'
import type { FlowExpert } from '../../models/flows/shape.ts'

const CIC_TEMPORAL = new Set(
  [
    'Flow Duration',
    'Flow Bytes/s',
    'Flow Packets/s',
    ...['Mean', 'Std', 'Max', 'Min'].flatMap((what) => [
      `Flow IAT ${what}`,
      `Active ${what}`,
      `Idle ${what}`,
    ]),
    ...['Total', 'Mean', 'Std', 'Max', 'Min'].flatMap((what) => [`Fwd IAT ${what}`, `Bwd IAT ${what}`]),
  ].map(columnKey),
)
/** With so many of the 25, a capture is one of CIC flows. */
const ENOUGH = 12

const TIMELY = /\b(time|times|iat|interval|duration|rate|per second|latency|delay|age|jitter|freq\w*)\b/
const PROTOCOL =
  /\b(ports?|protocol|proto|flags?|header|win|window|icmp|ttl|tos|syn|ack|fin|rst|psh|urg|ece|cwr|service|state)\b/
const STATISTIC =
  /\b(mean|std|variance|average|min|max|ratio|median|per second|rate|deviation|skew\w*|kurtosis)\b/

/** @param names of the feature matrix. */
export function flowExperts(
  names: readonly string[],
  experts: readonly FlowExpertName[],
  groups: Partial<Record<FlowExpertName, string[]>> | null,
): FlowExpert[] {
  const sources = names.map(sourceOf)
  const kinds = kindsOf(sources)
  const rest = experts.includes('tabular') ? 'tabular' : experts[0]
  const every = [...names.keys()]
  return experts.map((name) => {
    const named = groups?.[name]
    const columns = named
      ? namedColumns(name, named, names, sources)
      : every.filter((at) => (experts.includes(kinds[at]!) ? kinds[at] : rest) === name)
    return { name, columns: columns.length > 0 ? columns : every }
  })
}

/** The column of the capture that a feature was made from. */
function sourceOf(feature: string): string {
  const inner = /^log1p\((.*)\)$/.exec(feature)?.[1] ?? feature
  return inner.replace(/=[^=]*$/, '').replace(/ missing$/, '')
}

function kindsOf(sources: readonly string[]): FlowExpertName[] {
  const keys = sources.map(columnKey)
  const cic = new Set(keys.filter((key) => CIC_TEMPORAL.has(key))).size >= ENOUGH
  return sources.map((source, at) => {
    const key = keys[at]!
    const words = ` ${key} ${source.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ')} `
    if (cic ? CIC_TEMPORAL.has(key) : TIMELY.test(words)) return 'temporal'
    if (PROTOCOL.test(words)) return 'protocol'
    return STATISTIC.test(words) ? 'statistics' : 'tabular'
  })
}

function namedColumns(
  expert: FlowExpertName,
  wanted: string[],
  names: readonly string[],
  sources: readonly string[],
): number[] {
  const keys = new Set(wanted.map(columnKey))
  const columns = [...names.keys()].filter(
    (at) => wanted.includes(names[at]!) || keys.has(columnKey(sources[at]!)),
  )
  if (columns.length > 0) return columns
  throw new Problem('no-such-columns', `None of the columns named for the expert ${expert} is a feature.`, {
    where: { field: `model.groups.${expert}` },
    advice: 'Take names from the list of features on the Experiments page, or leave the groups out.',
  })
}
