/** Made captures: shaped like BETH's (16 columns), like CIC's flows (80 columns of numbers), and like winlogbeat's nested documents. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { random } from '../../main/engine/random.ts'

export interface Shape {
  name: string
  rows: number
  header: string | null
  line: (this: void, i: number, draw: () => number) => string
}

const NAMES =
  'timestamp,processId,threadId,parentProcessId,userId,mountNamespace,processName,hostName,eventId,eventName,stackAddresses,argsNum,returnValue,args,sus,evil'
const EVENTS = ['openat', 'close', 'security_file_open', 'clone', 'socket', 'connect', 'execve', 'dup']

function bethLine(i: number, draw: () => number): string {
  const pid = 1 + Math.floor(draw() * 9000)
  const event = Math.floor(draw() * EVENTS.length)
  const args = `"[{'name': 'pathname', 'type': 'const char*', 'value': '/proc/${pid}/stat'}, {'name': 'flags', 'type': 'int', 'value': '${event}'}]"`
  const stack = `"[${140_000_000_000_000 + pid * 4096}, ${140_000_000_100_000 + event}]"`
  const time = (1809.4 + i * 0.0031).toFixed(6)
  return `${time},${pid},${pid},${pid >> 1},${pid % 3 ? 0 : 1000},4026531840,proc${pid % 60},ip-10-100-1-${pid % 8},${event},${EVENTS[event]},${stack},2,${event - 2},${args},${pid % 97 ? 0 : 1},0\n`
}

const FLOW = 78
/** A flow: when, 78 numbers of which half are fractions, and its label. */
function flowLine(i: number, draw: () => number): string {
  const time = `2017-07-05 ${10 + (i % 8)}:${10 + (i % 50)}:${10 + (i % 49)}`
  const numbers = Array.from({ length: FLOW }, (_, k) => {
    const size = Math.floor(draw() ** 4 * 1e6)
    return k % 4 === 0 ? 0 : k % 2 === 0 ? size : (size / 997).toFixed(6)
  })
  return `${time},${numbers.join(',')},${i % 13 ? 'BENIGN' : 'DoS Hulk'}\n`
}
const FLOW_NAMES = `Timestamp,${Array.from({ length: FLOW }, (_, i) => `Feature ${i + 1}`).join(',')},Label`

/** A Windows logon or process event as winlogbeat writes it, of about 1,500 bytes. */
function documentLine(i: number, draw: () => number): string {
  const id = [4624, 4688, 4672, 5145, 1, 3, 7, 11][Math.floor(draw() * 8)]
  const pid = 100 + Math.floor(draw() * 9000)
  const user = `user${pid % 200}`
  const host = `ws-${pid % 40}.corp.example`
  return `${JSON.stringify({
    '@timestamp': new Date(1_770_000_000_000 + i * 37).toISOString(),
    '@version': '1',
    agent: {
      type: 'winlogbeat',
      hostname: host,
      id: `3c1f0a52-${pid}`,
      version: '8.17.0',
      ephemeral_id: `e-${pid % 40}`,
    },
    ecs: { version: '8.0.0' },
    event: {
      code: id,
      kind: 'event',
      provider: 'Microsoft-Windows-Security-Auditing',
      action: `action-${id}`,
      created: new Date(1_770_000_001_000 + i * 37).toISOString(),
      outcome: pid % 9 ? 'success' : 'failure',
    },
    host: {
      name: host,
      os: { family: 'windows', kernel: '10.0.19041.1288', name: 'Windows 10 Pro', build: '19043.1288' },
      mac: [`00-15-5D-01-${pid % 90}-02`],
      ip: [`10.2.${pid % 200}.7`, 'fe80::1'],
    },
    log: { level: 'information' },
    message: `An account was successfully logged on.\n\nSubject:\n\tSecurity ID:\t\tS-1-5-18\n\tAccount Name:\t\t${user}\n\tLogon ID:\t\t0x${pid.toString(16)}`,
    winlog: {
      api: 'wineventlog',
      channel: 'Security',
      computer_name: host,
      event_id: String(id),
      record_id: 100_000 + i,
      task: 'Logon',
      opcode: 'Info',
      keywords: ['Audit Success'],
      process: { pid: 624, thread: { id: pid } },
      provider_guid: '{54849625-5478-4994-A5BA-3E3B0328C30D}',
      event_data: {
        SubjectUserName: user,
        SubjectDomainName: 'CORP',
        SubjectLogonId: `0x${pid.toString(16)}`,
        TargetUserName: `target${pid % 300}`,
        NewProcessName: `C:\\Windows\\System32\\proc${pid % 60}.exe`,
        CommandLine: `proc${pid % 60}.exe /run ${pid} --flag=${i % 1000}`,
        ProcessId: `0x${pid.toString(16)}`,
        TokenElevationType: '%%1936',
        LogonType: String(2 + (pid % 9)),
        IpAddress: `10.2.${pid % 200}.9`,
        IpPort: String(40_000 + (i % 9000)),
      },
    },
  })}\n`
}

export const beth = (rows: number): Shape => ({
  name: `CSV, ${count(rows)} × 16`,
  rows,
  header: NAMES,
  line: bethLine,
})
export const flows = (rows: number): Shape => ({
  name: `CSV, ${count(rows)} × 80`,
  rows,
  header: FLOW_NAMES,
  line: flowLine,
})
export const documents = (rows: number): Shape => ({
  name: `nested NDJSON, ${count(rows)}`,
  rows,
  header: null,
  line: documentLine,
})

const count = (rows: number): string => (rows >= 1e6 ? `${rows / 1e6} M` : `${rows / 1e3} k`)

/** Writes a capture; the same rows every time. */
export async function writeCapture(path: string, { rows, header, line }: Shape): Promise<void> {
  const draw = random(3)
  const out = createWriteStream(path)
  if (header !== null) out.write(`${header}\n`)
  for (let i = 0; i < rows; i += 1000) {
    const block = Array.from({ length: Math.min(1000, rows - i) }, (_, k) => line(i + k, draw)).join('')
    if (!out.write(block)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

/** Logons and processes of 200 accounts on 40 hosts over three days, half an hour of which is missing, for labeling by alerts. */
export const ACCOUNTS = { users: 200, hosts: 40, start: Date.UTC(2026, 1, 2), days: 3 }

const ACTIONS = ['4624', '4688', '4672', '5145', '1', '3', '11', '13']

function accountLine(i: number, draw: () => number, rows: number): string {
  const { users, hosts, start, days } = ACCOUNTS
  const share = i / rows
  const hole = share > 0.6 ? 1_800_000 : 0
  const time = new Date(start + share * (days * 86_400_000 - 1_800_000) + hole).toISOString()
  const user = Math.floor(draw() ** 1.6 * users)
  const process = Math.floor(draw() * 60)
  return `${time},ws-${user % hosts}.corp.example,CORP\\user${user},${ACTIONS[Math.floor(draw() * 8)]},proc${process}.exe,${Math.floor(draw() * 9000)}\n`
}

export const accounts = (rows: number): Shape => ({
  name: `CSV of accounts, ${count(rows)}`,
  rows,
  header: 'timestamp,host,user,event_id,process,pid',
  line: (i, draw) => accountLine(i, draw, rows),
})

const SEARCHES = [
  ['Password spraying', 'T1110.003', 'Credential Access'],
  ['Scheduled task from a temporary folder', 'T1053.005', 'Persistence'],
  ['Encoded PowerShell', 'T1059.001', 'Execution'],
  ['Remote service created', 'T1021.002', 'Lateral Movement'],
  ['Log cleared', 'T1070.001', 'Defense Evasion'],
  ['Archive before an upload', 'T1560.001', 'Collection'],
] as const

/** Alerts on the capture of accounts as a CSV of notable events: a few without user or time, of unknown users, before the capture. */
export function accountAlerts(alerts: number): string {
  const draw = random(8)
  const { users, hosts, start, days } = ACCOUNTS
  const lines = Array.from({ length: alerts }, (_, i) => {
    const [name, technique, tactic] = SEARCHES[Math.floor(draw() ** 1.5 * SEARCHES.length)]!
    const user = Math.floor(draw() ** 1.6 * users)
    const at = start + Math.floor(draw() * days * 86_400) * 1000 - (i % 97 === 0 ? 90 * 86_400_000 : 0)
    const who = i % 53 === 0 ? '' : i % 61 === 0 ? `leaver${i % 7}` : `user${user}@corp.example`
    const time = i % 89 === 0 ? '' : new Date(at).toISOString()
    return `${time},${name},${who},ws-${user % hosts},${technique},${tactic}`
  })
  return `_time,search_name,user,host,mitre_technique_id,mitre_tactic\n${lines.join('\n')}\n`
}
