/** What a person has decided about a file, and what is shown of the rest. */
import {
  Choices,
  type FileToImport,
  FileToImport as Shape,
  type Inspection,
} from '../../../../preload/contract/evidence.ts'
import type { GuessPart } from '../../../../preload/contract/understanding.ts'

/** Only what was decided; everything else is as the file says. */
export type Decisions = Omit<FileToImport, 'path' | 'only'>
export const DecisionsShape = Shape.omit({ path: true, only: true }).strict()

/** What changes how the file is understood; the anchor only says which of its times an alert goes by. */
export function askedOf({ as, zone, mapping }: Decisions): Omit<Decisions, 'anchor'> {
  return { ...(as && { as }), ...(zone && { zone }), ...(mapping && { mapping }) }
}

export const PART_NAMES: Record<GuessPart, string> = {
  kind: 'Read as',
  format: 'Form',
  encoding: 'Encoding',
  delimiter: 'Delimiter',
  header: 'Header',
  time: 'Time',
  order: 'Dates',
  zone: 'Zone',
  host: 'Host',
  users: 'Accounts',
  action: 'Action',
  labels: 'Labels',
}

type ChoiceKey = keyof Choices
/** Where a part's decision stands in a mapping; kind and zone stand beside it, the form cannot be decided. */
const KEYS: Partial<Record<GuessPart, ChoiceKey>> = {
  encoding: 'encoding',
  delimiter: 'delimiter',
  header: 'header',
  time: 'time',
  order: 'timeOrder',
  host: 'host',
  users: 'users',
  action: 'action',
  labels: 'labels',
}

/** Decides one part of the mapping; undefined takes the decision back. */
export function choose<K extends ChoiceKey>(
  decisions: Decisions,
  key: K,
  value: Choices[K] | undefined,
): Decisions {
  const { [key]: _old, ...rest } = decisions.mapping ?? {}
  const mapping: Choices = value === undefined ? rest : { ...rest, [key]: value }
  const { mapping: _before, ...others } = decisions
  return Object.keys(mapping).length === 0 ? others : { ...others, mapping }
}

/** Takes back what was decided about a part. */
export function undecide(decisions: Decisions, part: GuessPart): Decisions {
  if (part === 'zone' || part === 'kind') {
    const { zone, as, ...rest } = decisions
    return part === 'zone' ? { ...rest, ...(as && { as }) } : { ...rest, ...(zone && { zone }) }
  }
  const key = KEYS[part]
  const without = part === 'time' ? choose(decisions, 'timeUnit', undefined) : decisions
  return key ? choose(without, key, undefined) : without
}

/** Takes what was understood as decided: the person looked, and it is right. */
export function confirm(decisions: Decisions, part: GuessPart, inspection: Inspection): Decisions {
  const { mapping, zone, kind, delimiter, encoding } = inspection
  if (part === 'zone') return { ...decisions, zone }
  if (part === 'kind') return { ...decisions, as: kind }
  if (part === 'header') return choose(decisions, 'header', mapping.header ?? true)
  if (part === 'delimiter') return delimiter === null ? decisions : choose(decisions, 'delimiter', delimiter)
  if (part === 'encoding') {
    const known = Choices.shape.encoding.safeParse(encoding)
    return known.success ? choose(decisions, 'encoding', known.data) : decisions
  }
  if (part === 'order') {
    const order = inspection.guesses.find((guess) => guess.part === 'order')?.value
    return choose(decisions, 'timeOrder', order === 'month first' ? 'month-first' : 'day-first')
  }
  const key = KEYS[part]
  return key ? choose(decisions, key, mapping[key]) : decisions
}

/** What a JSON document decides: what differs from what is understood, and what was decided before. */
export function decidedBy(document: Decisions, before: Decisions, inspection: Inspection): Decisions {
  const old = before.mapping ?? {}
  const changed = Object.entries(document.mapping ?? {}).filter(
    ([key, value]) =>
      key in old || JSON.stringify(value) !== JSON.stringify(inspection.mapping[key as ChoiceKey]),
  )
  const mapping = Object.fromEntries(changed) as Choices
  const zone = document.zone !== inspection.zone || before.zone !== undefined ? document.zone : undefined
  const { as, anchor } = document
  return {
    ...(as && { as }),
    ...(zone && { zone }),
    ...(anchor && { anchor }),
    ...(changed.length > 0 && { mapping }),
  }
}

/** Everything as it would be read now: the text of the editor. */
export function documentOf(decisions: Decisions, inspection: Inspection): Decisions {
  return {
    ...decisions,
    zone: decisions.zone ?? inspection.zone,
    mapping: decidedOn(inspection, decisions).mapping,
  }
}

/** A reading with the person's own decisions in it, which the next look at the file will follow. */
export function decidedOn(inspection: Inspection, { as, zone, mapping }: Decisions): Inspection {
  const own = Object.entries(mapping ?? {}).filter(([, value]) => value !== undefined)
  return {
    ...inspection,
    ...(as && { kind: as }),
    ...(zone && { zone }),
    ...(mapping?.delimiter !== undefined && { delimiter: mapping.delimiter }),
    mapping: { ...inspection.mapping, ...(Object.fromEntries(own) as Partial<Inspection['mapping']>) },
  }
}

export const questionsOf = ({ guesses }: Pick<Inspection, 'guesses'>) =>
  guesses.filter((guess) => guess.question !== null)

/** Of the parts that have a confidence, the least. */
export function leastConfidence({ guesses }: Pick<Inspection, 'guesses'>): number | null {
  const known = guesses.flatMap(({ confidence, chosen }) =>
    confidence === null || chosen ? [] : [confidence],
  )
  return known.length === 0 ? null : Math.min(...known)
}
