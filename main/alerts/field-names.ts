/**
 * What the fields of alert exports are called, by the part they play; earlier names win. As Fields writes them: in
 * lower case, with underscores for spaces and hyphens.
 */

/** Only alerts have these: a table or result with one of them is an alert export. */
export const NAMES = [
  'search_name',
  'savedsearch_name',
  'saved_search_name',
  'ss_name',
  'alert_name',
  'alertname',
  'alert',
  'alarm_name',
  'alarm',
  'alert.name',
  'rule_name',
  'rule.name',
  'kibana.alert.rule.name',
  'signal.rule.name',
  'detection_name',
  'detection',
  'ruletitle',
  'rule_title',
] as const

/** Names that events have too; they stand in where a result carries no search name. */
export const WEAK_NAMES = [
  'title',
  'signature',
  'rule',
  'detectname',
  'name',
  'file_name',
  'detection_file',
] as const

/** The Atomic Red Team execution log names a test instead. */
export const TEST_NAME = 'test_name'
export const TEST_NUMBER = 'test_number'

export const USERS = [
  'user',
  'username',
  'user_name',
  'user.name',
  'users',
  'account_name',
  'account',
  'src_user',
  'dest_user',
] as const

export const HOSTS = [
  'dest',
  'dest_host',
  'dest_nt_host',
  'hostname',
  'host.name',
  'computername',
  'computer',
  'dvc',
  'host',
] as const

/**
 * When the alert fired; when the activity that it reports began; when it ended. `info_min_time` and `info_max_time` are not
 * among them: they bound what the search looked at, not what it found.
 */
export const TIMES = {
  fired: [
    '_time',
    'execution_time_(utc)',
    'execution_time',
    'trigger_time',
    'triggered_time',
    'alert_time',
    'fired',
    'event_time',
    'created_at',
    '@timestamp',
    'timestamp',
    'datetime',
    'time',
  ],
  first: [
    'firsttime',
    'first_time',
    'first_occurrence',
    'first_seen',
    'firstseen',
    'min(_time)',
    'earliest',
    'earliest_time',
    'start_time',
    'starttime',
    'orig_time',
  ],
  last: [
    'lasttime',
    'last_time',
    'last_occurrence',
    'last_ocurrence',
    'last_seen',
    'lastseen',
    'max(_time)',
    'latest',
    'latest_time',
    'end_time',
    'endtime',
    'orig_time',
  ],
} as const
export type TimeRole = keyof typeof TIMES

export const TECHNIQUES = [
  'annotations.mitre_attack',
  'annotations.mitre_attack.mitre_technique_id',
  'mitre_attack_id',
  'mitre_technique_id',
  'mitre_attack',
  'mitre_attack_technique',
  'mitretags',
  'technique_id',
  'technique',
  'threat.technique.id',
  'kibana.alert.rule.threat.technique.id',
] as const

export const TACTICS = [
  'annotations.mitre_attack.mitre_tactic',
  'annotations.mitre_attack.mitre_tactic_id',
  'mitre_tactic',
  'mitre_tactic_id',
  'mitre_attack_tactic',
  'tactic',
  'threat.tactic.name',
  'threat.tactic.id',
  'category',
] as const

/** Holds annotations as JSON text. */
export const ANNOTATIONS = 'annotations'

export const WEAK_AND_STRONG: readonly string[] = [...NAMES, ...WEAK_NAMES]
