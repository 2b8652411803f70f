/** One happening as the nested document that an Elastic-style agent would ship; fields that an event kind lacks are absent. */
import type { Act } from './acts.ts'
import { isoTime } from './calendar.ts'
import type { Draw } from './draw.ts'
import type { Happening } from './happening.ts'
import { domain, hosts, type Host } from './roles.ts'

type Document = Record<string, unknown>

const address = (host: Host) => `10.20.${host.startsWith('WS') ? 1 : 2}.${10 + hosts.indexOf(host)}`
/** Event kinds that name no account. */
const anonymous = new Set([5156, 7036])
/** Account names now and then come in capitals, as Kerberos writes them. */
const spelled = (draw: Draw, user: string) => (draw.chance(0.03) ? user.toUpperCase() : user)

/** The account fields of an event: Windows keeps them under different names for different kinds. */
function accounts(draw: Draw, { act, user, host }: Happening): Document {
  if (anonymous.has(act.id)) return {}
  const account = { account_name: spelled(draw, user), account_domain: domain }
  const own = { account_name: `${host}$`, account_domain: domain, logon_id: '0x3e7' }
  if (act.channel !== 'Security') return { user: { name: `${domain}\\${spelled(draw, user)}` } }
  if (act.id === 4624) return { subject: own, new_logon: account }
  if (act.id === 4625) return { subject: own, target_subject: account }
  return { subject: { ...account, logon_id: `0x${draw.whole(0x10000, 0xfffff).toString(16)}` } }
}

function network(draw: Draw, act: Act, host: Host): Document {
  if (!act.ports) return {}
  const port = draw.pick(act.ports)
  const bytes = act.bytes ? draw.size(...act.bytes) : 0
  const web = [80, 443, 8080].includes(port)
  return {
    source: { ip: address(host), port: draw.whole(49152, 65535) },
    destination: { port },
    network: { bytes },
    ...(web && { http: { request: { body: { bytes: Math.floor(bytes * draw.between(0.02, 0.4)) } } } }),
  }
}

function process(draw: Draw, act: Act): Document {
  if (!act.processes && !act.command) return {}
  return {
    process: {
      ...(act.processes && { name: draw.pick(act.processes) }),
      ...(act.parents && { parent: { name: draw.pick(act.parents) } }),
      ...(act.command && { command_length: draw.size(...act.command) }),
      pid: draw.whole(600, 12000) & ~3,
    },
  }
}

function details(draw: Draw, act: Act): Document {
  const file = act.bytes && !act.ports
  return {
    ...(act.logonTypes && { logon: { type: draw.pick(act.logonTypes) } }),
    ...(act.shares && { share: { name: draw.pick(act.shares) } }),
    ...(act.objects && { object: { type: draw.pick(act.objects) } }),
    ...(act.target && { target: { process: { name: draw.pick(act.target) } } }),
    ...(act.accesses && { access: { count: draw.size(...act.accesses) } }),
    ...(act.services && { service: { name: draw.pick(act.services) } }),
    ...(file && { file: { size: draw.size(...act.bytes!) } }),
  }
}

/** @param recordId the host's own running number */
export function eventDocument(draw: Draw, happening: Happening, recordId: number): Document {
  const { act, host } = happening
  return {
    '@timestamp': isoTime(happening.at),
    host: { name: host, os: { version: host.startsWith('WS') ? '10.0.22631' : '10.0.20348' } },
    winlog: { event_id: act.id, api: 'wineventlog' },
    Channel: act.channel,
    EventID: act.id,
    EventRecordID: recordId,
    DescriptionTitle: act.title,
    Task: act.task,
    ProcessID: draw.pick([4, 616, 748, 1204, 2980]),
    ThreadID: draw.whole(100, 9000),
    ...accounts(draw, happening),
    ...process(draw, act),
    ...network(draw, act, host),
    ...details(draw, act),
  }
}
