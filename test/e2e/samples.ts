/** One small file of each format, as its tool writes it; event logs are real ones, where the captures are at hand. */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'

const evtx = resolve(
  import.meta.dirname,
  '../../../shared/data/evtx/persistence__T1098__ID4728-Massive_account_group_membership_change.evtx',
)
export const hasEvents = existsSync(evtx)

export interface SampleFile {
  name: string
  bytes: string | Uint8Array
  as: 'capture' | 'alerts'
  accepted: number
  rejected: number
}

const second = (i: number): string => `2026-01-05T08:00:${String(10 + i).padStart(2, '0')}.000Z`
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n')

const zeek = [
  '#separator \\x09',
  '#set_separator\t,',
  '#empty_field\t(empty)',
  '#unset_field\t-',
  '#path\tconn',
  '#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\tduration',
  '#types\ttime\tstring\taddr\taddr\tenum\tinterval',
  ...Array.from({ length: 5 }, (_, i) => `176760000${i}.25\tC${i}\t10.0.0.1\t10.0.0.2\ttcp\t-`),
  '#close\t2026-01-05-09-00-00',
].join('\n')

const hayabusa = (host: string): string =>
  `"Timestamp","RuleTitle","Level","Computer","Channel","EventID","RecordID","Details","MitreTags"\n${lines(
    4,
    (i) =>
      `"2026-01-05 08:00:${10 + i}.326 +00:00","Proc Exec","high","${host}","Sysmon",1,${512 + i},"Cmd: a ¦ User: LAB\\bob","T1059.001"`,
  )}\n`

const eventXml = (i: number): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4624</EventID><TimeCreated SystemTime='${second(i)}'/>` +
  `<EventRecordID>${i}</EventRecordID><Computer>PC3</Computer></System><EventData><Data Name='TargetUserName'>bob</Data></EventData></Event>`

const splunkText = (i: number): string =>
  `01/05/2026 08:00:${10 + i} AM\nLogName=Security\nEventCode=4624\nComputerName=PC4\nMessage=Logged on.\nNew Logon:\n\tAccount Name:\t\tbob\n`

export const samples: SampleFile[] = [
  {
    name: 'viewer.xml',
    bytes: `<?xml version="1.0"?>\n<Events>${lines(3, eventXml)}\n<Event></Events>`,
    as: 'capture',
    accepted: 3,
    rejected: 1,
  },
  { name: 'wineventlog.raw', bytes: lines(4, splunkText), as: 'capture', accepted: 4, rejected: 0 },
  { name: 'zeek/conn.log', bytes: zeek, as: 'capture', accepted: 5, rejected: 0 },
  {
    name: 'cic-2017.csv',
    bytes: `Flow ID, Source IP, Source Port, Destination IP, Destination Port, Protocol, Timestamp, Flow Duration, Flow Bytes/s, Label\n${lines(3, (i) => `a-${i},1.2.3.4,80,5.6.7.8,443,6,05/07/2017 13:42:${10 + i},120,Infinity,BENIGN`)}\n`,
    as: 'capture',
    accepted: 3,
    rejected: 0,
  },
  {
    name: 'cic-2018.csv.gz',
    bytes: gzipSync(
      `Dst Port,Protocol,Timestamp,Flow Duration,Tot Fwd Pkts,Label\n${lines(3, (i) => `443,6,14/02/2018 08:31:${10 + i},112641719,3,Benign`)}\n`,
    ),
    as: 'capture',
    accepted: 3,
    rejected: 0,
  },
  {
    name: 'beth.csv',
    bytes: `timestamp,processId,parentProcessId,userId,processName,hostName,eventId,eventName,argsNum,returnValue,args,sus,evil\n${lines(6, (i) => `1809.49578${i},381,1,100,close,ip-10-100-1-120,157,prctl,5,0,"[{'name': 'option'}]",1,0`)}\n`,
    as: 'capture',
    accepted: 6,
    rejected: 0,
  },
  {
    name: 'chainsaw.csv',
    bytes: `timestamp,detections,path,count,Event.System.Provider,Event ID,Record ID,Computer,Event Data\n${lines(3, (i) => `2026-01-05T08:00:1${i}.326432+00:00,+   Suspicious,/logs/a.evtx,1,Microsoft-Windows-Sysmon,1,${512 + i},PC1,"Image: a.exe\nUser: bob"`)}\n`,
    as: 'capture',
    accepted: 3,
    rejected: 0,
  },
  { name: 'hayabusa-alerts.csv', bytes: hayabusa('PC1'), as: 'alerts', accepted: 4, rejected: 0 },
  { name: 'hayabusa-events.csv', bytes: hayabusa('PC2'), as: 'alerts', accepted: 4, rejected: 0 },
  {
    name: 'columns.parquet',
    bytes: new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: '@timestamp', data: [second(0), second(1), second(2)], type: 'STRING' },
          { name: 'user', data: ['ann', 'bob', 'eve'], type: 'STRING' },
        ],
      }),
    ),
    as: 'capture',
    accepted: 3,
    rejected: 0,
  },
  {
    name: 'columns.arrow',
    bytes: tableToIPC(
      tableFromArrays({ '@timestamp': [second(0), second(1)], host: ['pc1', 'pc2'] }),
      'file',
    ),
    as: 'capture',
    accepted: 2,
    rejected: 0,
  },
  {
    name: 'winlogbeat.ndjson.zst',
    bytes: zstdCompressSync(
      Buffer.from(
        `${lines(4, (i) => JSON.stringify({ '@timestamp': second(i), winlog: { event_id: 4624, computer_name: 'pc1', event_data: { TargetUserName: 'ann' } } }))}\n`,
      ),
    ),
    as: 'capture',
    accepted: 4,
    rejected: 0,
  },
  {
    name: 'rejects.csv',
    bytes: `time,user,host\n${second(0)},ann,pc1\n${second(1)},bob\n${second(2)},eve,pc1\n${second(3)},zoe,pc1,more\n${second(4)},ann,pc1\n`,
    as: 'capture',
    accepted: 3,
    rejected: 2,
  },
]

/** Writes them all, and two files that are no evidence. */
export function writeSamples(folder: string): void {
  for (const { name, bytes } of samples) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  writeFileSync(join(folder, 'notes.txt'), 'Nothing to see here.')
  writeFileSync(join(folder, 'cut.ndjson.gz'), gzipSync(`{"a":1}\n`.repeat(200)).subarray(0, 30))
  if (hasEvents) copyFileSync(evtx, join(folder, 'security.evtx'))
}
