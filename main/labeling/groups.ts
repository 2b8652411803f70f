/**
 * Groups events by entity, once per entity rule: for every entity that an alert names, the events that carry it in any of
 * their account fields, in order of time. One pass over the coded account columns and a counting sort; a group is sorted
 * by time afterwards only where the capture was not already in order. Events without a time are in no group.
 */
import type { Alert } from '../case/alerts.ts'
import type { EventCore } from '../case/evidence/core.ts'
import type { Steps } from './steps.ts'
import { entityKey, hostKey, normalizeAccount, type AccountReader } from './entity.ts'

/** Events between two chances for others to be heard. */
const BLOCK = 1 << 17

export interface EntityGroup {
  key: string
  /** Global event ids, by time, then id. */
  events: Int32Array
  /** Their times, integer microseconds. */
  times: Float64Array
  /** Positions (in the index's alert list) of the alerts that name this entity. */
  alerts: number[]
}

export interface Grouping {
  groups: EntityGroup[]
  /** Per alert position: its groups. */
  groupsOf: number[][]
  /** Per event: a number from 0 for each event that is in several groups, else -1; null when there is none. */
  shared: Int32Array | null
}

/** Every entity that the alerts name, with its alerts. Excluded accounts are left out. */
function namedEntities(alerts: readonly Alert[], reader: AccountReader) {
  const byKey = new Map<string, number>()
  const members: number[][] = []
  const groupsOf = alerts.map((alert, position) => {
    const found = new Set<number>()
    for (const given of accountsOf(alert)) {
      const account = reader.name(given)
      if (reader.excluded(account)) continue
      const key = entityKey(account, reader.mode)
      if (key === '') continue
      const group = byKey.get(key) ?? byKey.size
      if (group === members.length) {
        byKey.set(key, group)
        members.push([])
      }
      if (!found.has(group)) members[group]!.push(position)
      found.add(group)
    }
    return [...found]
  })
  return { byKey, anyDomain: byName(byKey, reader), members, groupsOf }
}

/** Groups by bare name, for events whose account has no domain where domains count. */
function byName(byKey: Map<string, number>, { mode }: AccountReader): Map<string, number[]> {
  const found = new Map<string, number[]>()
  if (mode !== 'domain') return found
  for (const [key, group] of byKey) {
    const name = key.slice(key.lastIndexOf('\\') + 1)
    found.set(name, [...(found.get(name) ?? []), group])
  }
  return found
}

type Names = Pick<ReturnType<typeof namedEntities>, 'byKey' | 'anyDomain'>

/** All account names of an alert. */
export function accountsOf(alert: Alert): string[] {
  return alert.users.length > 0 ? alert.users : alert.user === '' ? [] : [alert.user]
}

/**
 * Per account column that names any entity: its codes and the group of each code (-1: none). A column whose cells hold several
 * accounts gives several tables: the first holds each cell's first named account, the second the second, and so on.
 */
function groupTables(core: EventCore, names: Names, reader: AccountReader) {
  return core.users.flatMap(({ codes, values }) => {
    const named = values.map((cell, code) => (code === 0 ? [] : groupsIn(cell, names, reader)))
    const width = named.reduce((most, { length }) => Math.max(most, length), 0)
    return Array.from({ length: width }, (_, k) => ({
      codes,
      groups: Int32Array.from(named, (groups) => groups[k] ?? -1),
    }))
  })
}

/** The entities that a cell names; readers join the values of an array, and exporters those of a field, with line breaks. */
function groupsIn(cell: string, names: Names, reader: AccountReader): number[] {
  const accounts = cell.includes('\n') ? cell.split(/\r?\n/) : [cell]
  const groups = accounts.flatMap((account) => meetingGroups(reader.name(account), names, reader))
  return groups.length > 1 ? [...new Set(groups)] : groups
}

/** Where domains count, an account without one meets that name in every domain, from either side. */
function meetingGroups(account: string, { byKey, anyDomain }: Names, { mode }: AccountReader): number[] {
  const key = entityKey(account, mode)
  const own = byKey.get(key)
  if (mode !== 'domain') return own === undefined ? [] : [own]
  if (!key.includes('\\')) return anyDomain.get(key) ?? []
  const bare = byKey.get(normalizeAccount(account))
  return [own, bare].filter((group) => group !== undefined)
}

type Tables = ReturnType<typeof groupTables>

interface Memberships {
  count: number
  groups: Int32Array
  events: Int32Array
}

/** Every entity of every event with a time, once each, in event order: the one pass over all events. */
function* memberships({ count: all, time }: EventCore, tables: Tables): Steps<Memberships> {
  let from: Memberships = { count: 0, groups: new Int32Array(all), events: new Int32Array(all) }
  const single = tables.length === 1 ? tables[0] : undefined
  for (let begin = 0; begin < all; begin += BLOCK) {
    const end = Math.min(all, begin + BLOCK)
    // With one table no event can be in several groups, and no group need be looked for twice.
    if (single) listSingle(from, time, single, begin, end)
    else for (let event = begin; event < end; event++) from = listEvent(from, time, tables, event)
    yield
  }
  return from
}

function listSingle(
  from: Memberships,
  time: Float64Array,
  table: Tables[number],
  begin: number,
  end: number,
): void {
  const { groups, events } = from
  const { codes, groups: groupOf } = table
  let { count } = from
  for (let event = begin; event < end; event++) {
    const group = groupOf[codes[event]!]!
    if (group < 0 || Number.isNaN(time[event]!)) continue
    groups[count] = group
    events[count++] = event
  }
  from.count = count
}

/** Lists the groups of one event, each once. @returns the list, longer where it was full */
function listEvent(given: Memberships, time: Float64Array, tables: Tables, event: number): Memberships {
  let from = given
  const begin = from.count
  if (Number.isNaN(time[event]!)) return from
  for (let k = 0; k < tables.length; k++) {
    const { codes, groups } = tables[k]!
    const group = groups[codes[event]!]!
    if (group < 0) continue
    let known = begin
    while (known < from.count && from.groups[known] !== group) known++
    if (known < from.count) continue
    if (from.count === from.groups.length) from = grown(from)
    from.groups[from.count] = group
    from.events[from.count++] = event
  }
  return from
}

function grown({ count, groups, events }: Memberships): Memberships {
  const longer = (old: Int32Array): Int32Array => {
    const copy = new Int32Array(old.length * 2 + 1024)
    copy.set(old)
    return copy
  }
  return { count, groups: longer(groups), events: longer(events) }
}

/** Counting sort of the memberships: each group's events, in event order. */
function* gathered(from: Memberships, groups: number): Steps<Int32Array[]> {
  const { count, groups: groupOf, events } = from
  const next = new Int32Array(groups + 1)
  for (let i = 0; i < count; i++) next[groupOf[i]! + 1]! += 1
  for (let group = 0; group < groups; group++) next[group + 1]! += next[group]!
  const starts = next.slice()
  const sorted = new Int32Array(count)
  for (let begin = 0; begin < count; begin += BLOCK) {
    yield
    const end = Math.min(count, begin + BLOCK)
    for (let i = begin; i < end; i++) sorted[next[groupOf[i]!]!++] = events[i]!
  }
  return Array.from({ length: groups }, (_, group) => sorted.subarray(starts[group], starts[group + 1]))
}

/** Brings one group into order of time (ties: lower event id first), if it is not. */
function inOrder(events: Int32Array, time: Float64Array): Int32Array {
  for (let i = 1; i < events.length; i++) {
    if (time[events[i]!]! < time[events[i - 1]!]!) {
      return events.sort((a, b) => time[a]! - time[b]! || a - b)
    }
  }
  return events
}

/**
 * Groups the events of a case by the entities that its alerts name.
 * @param byHost groups of one host each for alerts that name a host: only events there count for them
 */
export function* groupEvents(
  core: EventCore,
  alerts: readonly Alert[],
  reader: AccountReader,
  byHost = false,
): Steps<Grouping> {
  const named = namedEntities(alerts, reader)
  const { members, groupsOf } = named
  const tables = groupTables(core, named, reader)
  const keys = [...named.byKey.keys()]
  yield
  const from = yield* memberships(core, tables)
  const groups: EntityGroup[] = []
  for (const [group, unordered] of (yield* gathered(from, members.length)).entries()) {
    const events = inOrder(unordered, core.time)
    const times = timesOf(events, core.time)
    groups.push({ key: keys[group]!, events, times, alerts: members[group]! })
    if (group % 16 === 0 || events.length > BLOCK) yield
  }
  if (byHost) return yield* splitByHost(core, alerts, groups)
  return { groups, groupsOf, shared: tables.length < 2 ? null : sharedEvents(from, core.count) }
}

function timesOf(events: Int32Array, time: Float64Array): Float64Array {
  const times = new Float64Array(events.length)
  for (let i = 0; i < events.length; i++) times[i] = time[events[i]!]!
  return times
}

/** Each alert that names a host moves to a group of its account's events on that host. */
function* splitByHost(
  core: EventCore,
  alerts: readonly Alert[],
  groups: readonly EntityGroup[],
): Steps<Grouping> {
  const hostOf = core.host.values.map(hostKey)
  const split: EntityGroup[] = []
  for (const group of groups) {
    const byHost = Map.groupBy(group.alerts, (alert) => hostKey(alerts[alert]!.host))
    const places = new Map<string, number[]>([...byHost.keys()].map((host) => [host, []]))
    for (let i = 0; i < group.events.length; i++)
      places.get(hostOf[core.host.codes[group.events[i]!]!]!)?.push(i)
    for (const [host, members] of byHost) {
      if (host === '') split.push({ ...group, alerts: members })
      else {
        const kept = places.get(host)!
        const events = Int32Array.from(kept, (place) => group.events[place]!)
        const times = Float64Array.from(kept, (place) => group.times[place]!)
        split.push({ key: `${group.key} on ${host}`, events, times, alerts: members })
      }
    }
    yield
  }
  const groupsOf = alerts.map((): number[] => [])
  split.forEach((group, number) => group.alerts.forEach((alert) => groupsOf[alert]!.push(number)))
  return { groups: split, groupsOf, shared: sharedBetween(split, core.count) }
}

/** The same as `sharedEvents`, from the groups themselves. */
function sharedBetween(groups: readonly EntityGroup[], all: number): Int32Array | null {
  const seen = new Uint8Array(all)
  let slots: Int32Array | null = null
  let used = 0
  for (const { events } of groups) {
    for (const event of events) {
      if (seen[event] === 1) {
        slots ??= new Int32Array(all).fill(-1)
        if (slots[event]! < 0) slots[event] = used++
      }
      seen[event] = 1
    }
  }
  return slots
}

/** Numbers the events that are in more than one group. A membership list names an event's groups one after another. */
function sharedEvents({ count, events }: Memberships, all: number): Int32Array | null {
  let slots: Int32Array | null = null
  let used = 0
  for (let i = 1; i < count; i++) {
    const event = events[i]!
    if (event !== events[i - 1]!) continue
    slots ??= new Int32Array(all).fill(-1)
    if (slots[event]! < 0) slots[event] = used++
  }
  return slots
}
