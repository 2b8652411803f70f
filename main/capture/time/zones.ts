/**
 * Time zones: names to offsets, offline. Three kinds are understood: UTC offsets (`+02:00`), the abbreviations that log
 * exports write (table below), and IANA names through Intl (`Europe/Berlin`).
 *
 * Local times that a clock change makes ambiguous or impossible are read like RFC 5545 and Temporal's `compatible` do: of
 * two possible instants the earlier one; a time inside the gap with the offset from before the gap (so it moves forward).
 */
import { Problem } from '../../../preload/contract/problem.ts'

const MINUTE = 60_000_000
const DAY = 24 * 60 * MINUTE

/**
 * Abbreviations with their offset in minutes east of UTC. Where one is used in several countries the reading is the one
 * usual in log products: CST, EST, MST, PST as North American, BST as British Summer Time, IST as India.
 */
export const ABBREVIATIONS: ReadonlyMap<string, number> = new Map([
  ['UTC', 0], ['GMT', 0], ['Z', 0], ['UT', 0], ['WET', 0],
  ['BST', 60], ['WEST', 60], ['CET', 60], ['MEZ', 60], ['WAT', 60],
  ['CEST', 120], ['MESZ', 120], ['EET', 120], ['SAST', 120], ['CAT', 120],
  ['EEST', 180], ['MSK', 180], ['EAT', 180], ['TRT', 180],
  ['GST', 240], ['PKT', 300], ['IST', 330], ['ICT', 420], ['WIB', 420],
  ['SGT', 480], ['HKT', 480], ['AWST', 480], ['JST', 540], ['KST', 540],
  ['ACST', 570], ['AEST', 600], ['ACDT', 630], ['AEDT', 660], ['NZST', 720], ['NZDT', 780],
  ['BRT', -180], ['ART', -180], ['AST', -240], ['ADT', -180], ['NST', -210], ['NDT', -150],
  ['EST', -300], ['EDT', -240], ['CST', -360], ['CDT', -300],
  ['MST', -420], ['MDT', -360], ['PST', -480], ['PDT', -420],
  ['AKST', -540], ['AKDT', -480], ['HST', -600],
]) // prettier-ignore

/** A zone that can say how far its clocks stand from UTC. */
export interface ZoneClock {
  name: string
  /** Offset of a local time, both in microseconds; local = UTC + offset. 0 for NaN. */
  offsetOf(local: number): number
}

const fixed = (name: string, minutes: number): ZoneClock => {
  const offset = minutes * MINUTE
  return { name, offsetOf: () => offset }
}
export const UTC_CLOCK: ZoneClock = fixed('UTC', 0)

/** `+02:00`, `-0530`, `UTC+2`, `GMT-03:30` → minutes east of UTC; undefined when it is no such offset. */
export function offsetMinutes(text: string): number | undefined {
  const found = /^(?:UTC|GMT)?([+-\u2212])(\d{1,2})(?::?([0-5]\d))?$/i.exec(text)
  if (!found) return undefined
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0)
  if (minutes > 18 * 60) return undefined
  return found[1] === '+' ? minutes : -minutes
}

/** `UTC−06:00` and the like, for people. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

const clocks = new Map<string, ZoneClock>([['UTC', UTC_CLOCK]])

/**
 * The clock of a zone given as offset, abbreviation or IANA name.
 * @throws Problem `unknown-zone`
 */
export function zoneClock(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known) return known
  const name = zone.trim()
  const minutes = offsetMinutes(name) ?? ABBREVIATIONS.get(name.toUpperCase())
  const clock = minutes === undefined ? ianaClock(name) : fixed(name, minutes)
  if (clocks.size < 100) clocks.set(zone, clock)
  return clock
}

function ianaClock(name: string): ZoneClock {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  } catch (cause) {
    throw new Problem('unknown-zone', `Time zone “${name}” is not known.`, {
      advice: 'Give an offset like +02:00, a name like Europe/Berlin, or an abbreviation like MDT.',
      cause,
    })
  }
  // Offsets change at whole quarter hours of local time, so one answer holds for a quarter hour.
  const quarters = new Map<number, number>()
  return {
    name,
    offsetOf(local) {
      if (Number.isNaN(local)) return 0
      const quarter = Math.floor(local / (15 * MINUTE))
      let offset = quarters.get(quarter)
      if (offset === undefined) {
        if (quarters.size > 50_000) quarters.clear()
        offset = localOffset(format, quarter * 15 * MINUTE)
        quarters.set(quarter, offset)
      }
      return offset
    },
  }
}

/** Offset for a local time: of the candidates before and after any change the earlier instant, in a gap the one before. */
function localOffset(format: Intl.DateTimeFormat, local: number): number {
  const before = offsetAt(format, local - DAY)
  const after = offsetAt(format, local + DAY)
  if (before === after) return before
  const valid = [before, after].filter((offset) => offsetAt(format, local - offset) === offset)
  return valid.length === 0 ? before : Math.max(...valid)
}

/** Offset at an instant, from Intl's `GMT+02:00` (old dates carry seconds: `GMT-4:56:02`). */
function offsetAt(format: Intl.DateTimeFormat, utc: number): number {
  const part = format.formatToParts(new Date(utc / 1000)).find(({ type }) => type === 'timeZoneName')
  const found = /^GMT(?:([+-\u2212])(\d{1,2}):?(\d{2})?(?::?(\d{2}))?)?$/.exec(part?.value ?? '')
  if (!found?.[1]) return 0
  const seconds = Number(found[2]) * 3600 + Number(found[3] ?? 0) * 60 + Number(found[4] ?? 0)
  return (found[1] === '+' ? seconds : -seconds) * 1_000_000
}
