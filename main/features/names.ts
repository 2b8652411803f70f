/**
 * What a column's name says about its part.
 *
 * Names come from many products (`EventRecordID`, `winlog.record_id`, `event_data.SubjectUserSid`, `Src IP`), so a name is
 * reduced to letters and digits, and both its last segment and its last two segments joined are compared:
 * `process.pid` gives `pid` and `processpid`.
 */

export type NameHint = 'label' | 'identifier' | 'user' | 'host' | 'time' | 'code' | 'measure'

const patterns: [NameHint, RegExp][] = [
  ['code', /^(ip|source|src|dest|destination|dst|client|server|local|remote)?ports?$/],
  ['code', /^(winlog)?event(id|code|type)$/],
  [
    'identifier',
    /^(id|index|rowid|rownum(ber)?|uid|uuid|pid|ppid|tid|.*(guid|uuid)|.*(process|thread|parentprocess)s?id|processpid|.*logonids?|.*recordid|.*recordnumber|.*recordno|.*sessionid|.*(activity|correlation|connection|transaction|request|trace|span|flow|document|instance|layerrt|filterrt)id|.*startkey|.*handle(id)?|.*(hash|hashes|md5|sha1|sha256|sha512|imphash)|.*nonce|.*serial(number)?|sequence(number)?)$/,
  ],
  [
    'user',
    /^(user|users|.*(?<!browser)user(name|id|sid|account|identifier)?|.*usersid|.*account(name|sid|id)?|.*(logon|login)name|login|.*principal(name)?|(subject|target|member|remote|group|logon|security)?sid|.*membername|owner|(subject|target|user|account|logon|creatorsubject|newlogon).*domain(name)?|group(name|s)?)$/,
  ],
  [
    'host',
    /^(computer|computername|host|hosts|hostname|.*hostname|.*workstation(s|name)?|machine(name|id)?|agent(name|id|hostname|ephemeralid)?|sensor(id|name)?|beat(name|hostname)|ip|.*(src|dst|source|dest|destination|client|server|host|local|remote|peer)(ip|addr|address|host)|.*ip(v4|v6)?(addr|address)|dvc|.*mac(addr|address)?)$/,
  ],
  ['time', /^(timestamp|.*timestamp|time|date|datetime|epoch|utctime|.*time(utc|created|generated))$/],
  [
    'measure',
    /(count|bytes?|length|len|size|duration|total|sum|rate|ratio|num|number|avg|mean|std|min|max|packets?|args?num)s?$/,
  ],
  [
    'code',
    /^(task|level|severity|opcode|keywords|facility|priority|.*(version|protocol|proto|type|code|status|class|category|flags?|action|method|mode|option|signatureid|ruleid))$/,
  ],
]

const labelWhole = /^labels?$|^labels?[._ ]|[._ ]label$|_label$/i
const labelTail =
  /^(sus|evil|groundtruth|truth|isattack|attackcat|attackcategory|attacktype|malicious|ismalicious|verdict|attemptedcategory|.*(technique|tactic)(s|id|ids|name|names)?)$/

/** Letters and digits only, lower case. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** The part that the name alone suggests, or null. Labels win over everything. */
export function hintOf(column: string): NameHint | null {
  const segments = column.split('.').filter((segment) => segment !== '')
  const tail = plain(segments.at(-1) ?? column)
  const pair = plain(segments.slice(-2).join(''))
  if (labelWhole.test(column) || labelTail.test(isShort(tail) ? pair : tail)) return 'label'
  for (const [hint, pattern] of patterns) {
    if (pattern.test(tail)) return tail === 'id' || tail === 'name' ? pairHint(pair, hint) : hint
    if (segments.length > 1 && hint !== 'measure' && pattern.test(pair) && isShort(tail)) return hint
  }
  return null
}

/** `user.id` is a user and `host.id` a host, though `id` alone is an identifier. */
function pairHint(pair: string, otherwise: NameHint): NameHint {
  if (pair === 'id') return otherwise
  const found = patterns.find(([, pattern]) => pattern.test(pair))
  return found ? found[0] : otherwise
}

/** Only generic last segments (`id`, `name`, `ip`, `code`) need the one before them to be understood. */
function isShort(tail: string): boolean {
  return /^(id|name|ip|code|type|sid|domain|address|port|mac|hostname)$/.test(tail)
}
