/**
 * Which columns play which part, told by their names. Names are compared by their last segment, without case and
 * punctuation, so that `winlog.event_data.SubjectUserName`, `event_data.SubjectUserName` and `subject_user_name` are one field.
 */

/** `winlog.event_data.SubjectUserName` → `subjectusername`. */
export function lastPart(name: string): string {
  return plain(name.slice(name.lastIndexOf('.') + 1))
}
export const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Best first; whole names (without case), or last segments where they begin with `*`. */
export const TIME_FIELDS = [
  '@timestamp', '_time', 'timestamp', 'TimeCreated', '*TimeCreated', '*SystemTime', 'EventTime', '*EventTime', 'event.created',
  'ts', 'datetime', 'date_time', '*UtcTime', 'time', '*eventCreationTime', 'StartTime', 'flow start time', 'event_time', '*CreationTime',
  'CreationDate', '*timestamp', 'EventReceivedTime', 'date', 'Date first seen', 'stime', 'firstseen', 'first_seen',
] // prettier-ignore
export const HOST_FIELDS = [
  'host.name', 'Computer', 'ComputerName', '*ComputerName', 'Hostname', 'host.hostname', 'winlog.computer_name', '*computer_name',
  'agent.hostname', '*Hostname', 'host', 'System.Computer', '*Computer', 'MachineName', 'DeviceName', 'DvcHostname', 'dvc', 'dest', 'device',
  'SensorId', 'Src IP', 'Source IP', 'SourceIP', 'src_ip', 'source.ip', 'id.orig_h', 'IPV4_SRC_ADDR', 'srcip',
  'sourceIPAddress', 'client_ip', 'c_ip', 'src',
] // prettier-ignore
export const ACTION_FIELDS = [
  'eventName', 'EventID', 'winlog.event_id', 'event.code', '*EventID', 'EventCode', 'event_id', 'event.action', '*eventName',
  'event.type', 'EventType', '*eventType', 'action', 'Operation', 'Activity', 'event', 'Protocol', 'proto', 'network.transport',
  'service', 'method', 'type', 'category',
] // prettier-ignore

/** Account fields that hold ids instead of names; they come behind the names. */
const ID_USERS = new Set(['userid', 'subjectusersid', 'uid', 'loginuid', 'auid'])
const USERS = new Set([
  'user', 'username', 'accountname', 'subjectusername', 'targetusername', 'parentuser', 'sourceuser', 'targetuser', 'srcuser',
  'destuser', 'dstuser', 'suser', 'duser', 'login', 'loginname', 'logonuser', 'remoteuser', 'effectiveuser', 'runas',
  'userprincipalname', 'upn', 'samaccountname', 'membername', 'actor', 'clientusername', 'callerusername', 'ownername',
]) // prettier-ignore
/** Two segments that only together name an account. */
const USER_PAIRS = new Set([
  'user.name',
  'serviceinformation.servicename',
  'related.user',
  'accountinformation.accountname',
])

/** Rank of an account field, lower is better; -1 for a field that names no account. */
export function userRank(name: string): number {
  if (isLabel(name)) return -1
  const last = lastPart(name)
  const parts = name.split('.').map(plain)
  if (USER_PAIRS.has(parts.slice(-2).join('.'))) return 0
  if (last === 'user' || last === 'username') return 1
  if (last === 'subjectusername') return 2
  if (last === 'accountname') return 3
  if (USERS.has(last) || last.endsWith('username') || last.endsWith('accountname')) return 4
  return ID_USERS.has(last) ? 9 : -1
}

const LABEL_NAMES = new Set([
  'label', 'labels', 'attemptedcategory', 'sus', 'evil', 'suslabel', 'evillabel', 'islabel', 'class', 'classlabel', 'groundtruth',
  'attackcat', 'attackcategory', 'attacktype', 'isattack', 'attack', 'malicious', 'ismalicious', 'anomaly', 'isanomaly', 'truth',
  'technique', 'techniqueid', 'tactic',
]) // prettier-ignore

/** True for columns that hold truth about events instead of events: `label.*`, `Label`, `sus`, `evil`, `attack*` … */
export function isLabel(name: string): boolean {
  const first = plain(name.split('.')[0] ?? '')
  if (first === 'label' || first === 'labels') return true
  const whole = plain(name)
  return LABEL_NAMES.has(whole) || /^attack([._ -]|$)/i.test(name)
}

/** True for columns kept as text whatever they hold, since they are compared as names: hosts and accounts. */
export const isEntity = (name: string): boolean => userRank(name) >= 0 || fieldRank(HOST_FIELDS, name) >= 0

/** Where the fields of a list stand in it: by whole names, and by last segments. */
interface Ranks {
  whole: Map<string, number>
  last: Map<string, number>
}
/** A table may have thousands of columns; each is looked up, not compared with every field. */
const ranks = new WeakMap<readonly string[], Ranks>()

function ranksOf(fields: readonly string[]): Ranks {
  const known = ranks.get(fields)
  if (known) return known
  const made: Ranks = { whole: new Map(), last: new Map() }
  for (const [rank, field] of fields.entries()) {
    const [map, key] = field.startsWith('*') ? [made.last, plain(field)] : [made.whole, field.toLowerCase()]
    if (!map.has(key)) map.set(key, rank)
  }
  ranks.set(fields, made)
  return made
}

/** Rank of a name in one of the lists above, lower is better; -1 for a name that is not in it. */
export function fieldRank(fields: readonly string[], name: string): number {
  const { whole, last } = ranksOf(fields)
  const one = whole.get(name.toLowerCase()) ?? Infinity
  const other = name.includes('.') ? (last.get(lastPart(name)) ?? Infinity) : Infinity
  const rank = Math.min(one, other)
  return rank === Infinity ? -1 : rank
}

/** Alert exports by their columns: why the file looks like one, or null. */
export function alertColumns(columns: readonly string[]): string | null {
  const names = new Set(columns.map(plain))
  const all = (...wanted: string[]) => wanted.every((name) => names.has(name))
  if (all('alertname') && (all('lastoccurrence') || all('lastocurrence')))
    return '“Alert_Name” and “Last_occurrence”'
  if (all('executiontimeutc', 'technique', 'testname')) return 'an Atomic Red Team execution log'
  if (all('searchname')) return '“search_name”, the name of a detection'
  if (all('splquery', 'results')) return 'results of detection searches'
  if ([...columns].some((name) => /^(kibana\.alert|signal)\.rule\.name$/.test(name)))
    return 'the rule name of a detection'
  return null
}
