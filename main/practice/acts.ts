/**
 * What happens on a Windows host, as kinds of events. Attackers and administrators draw on the same kinds: a technique shows
 * in how often they come, in which company and with what sizes, not in one field that gives it away.
 */
export type Sized = readonly [median: number, spread: number]

export interface Act {
  id: number
  channel: string
  title: string
  task: number
  processes?: readonly string[]
  parents?: readonly string[]
  logonTypes?: readonly number[]
  /** Length of the command line, or of the script block. */
  command?: Sized
  bytes?: Sized
  ports?: readonly number[]
  shares?: readonly string[]
  objects?: readonly string[]
  accesses?: Sized
  target?: readonly string[]
  services?: readonly string[]
}

const security = { channel: 'Security' }
const sysmon = { channel: 'Microsoft-Windows-Sysmon/Operational' }
const shell = { channel: 'Microsoft-Windows-PowerShell/Operational' }
const system = { channel: 'System' }

const office = ['outlook.exe', 'winword.exe', 'excel.exe', 'teams.exe', 'msedge.exe', 'acrobat.exe']
const console_ = ['cmd.exe', 'powershell.exe', 'explorer.exe']

/** Kinds that a technique or a role may vary: `{ ...acts.process, processes: […] }`. */
export const acts = {
  logon: {
    ...security,
    id: 4624,
    title: 'An account was successfully logged on',
    task: 12544,
    logonTypes: [2, 3, 3, 7, 11],
  },
  remoteLogon: {
    ...security,
    id: 4624,
    title: 'An account was successfully logged on',
    task: 12544,
    logonTypes: [3, 3, 3, 10],
  },
  logoff: {
    ...security,
    id: 4634,
    title: 'An account was logged off',
    task: 12545,
    logonTypes: [2, 3, 3, 7],
  },
  failedLogon: {
    ...security,
    id: 4625,
    title: 'An account failed to log on',
    task: 12544,
    logonTypes: [2, 3, 3, 7],
  },
  privileges: { ...security, id: 4672, title: 'Special privileges assigned to new logon', task: 12548 },
  process: {
    ...security,
    id: 4688,
    title: 'A new process has been created',
    task: 13312,
    processes: office,
    parents: ['explorer.exe', 'explorer.exe', 'svchost.exe'],
    command: [70, 0.6],
  },
  exit: { ...security, id: 4689, title: 'A process has exited', task: 13313, processes: office },
  objectAccess: {
    ...security,
    id: 4663,
    title: 'An attempt was made to access an object',
    task: 12800,
    processes: ['explorer.exe', 'winword.exe', 'excel.exe', 'svchost.exe'],
    objects: ['File', 'File', 'File', 'Key'],
    accesses: [2, 0.7],
  },
  handle: {
    ...security,
    id: 4656,
    title: 'A handle to an object was requested',
    task: 12802,
    processes: ['svchost.exe', 'msmpeng.exe', 'explorer.exe'],
    objects: ['File', 'Key', 'Process'],
    accesses: [2, 0.6],
  },
  share: {
    ...security,
    id: 5140,
    title: 'A network share object was accessed',
    task: 12808,
    shares: ['\\\\*\\projects', '\\\\*\\homes', '\\\\*\\IPC$', '\\\\*\\SYSVOL'],
    accesses: [2, 0.6],
  },
  shareFile: {
    ...security,
    id: 5145,
    title: 'A network share object was checked',
    task: 12811,
    shares: ['\\\\*\\projects', '\\\\*\\homes', '\\\\*\\SYSVOL'],
    accesses: [3, 0.8],
  },
  connection: {
    ...security,
    id: 5156,
    title: 'A connection was permitted',
    task: 12810,
    processes: ['msedge.exe', 'outlook.exe', 'teams.exe', 'svchost.exe'],
    ports: [443, 443, 443, 80, 53, 445],
    bytes: [5200, 1.3],
  },
  groupsOfUser: {
    ...security,
    id: 4798,
    title: 'Local group membership of a user was enumerated',
    task: 13824,
    processes: ['svchost.exe', 'explorer.exe', 'mmc.exe'],
  },
  groupMembers: {
    ...security,
    id: 4799,
    title: 'Membership of a local group was enumerated',
    task: 13826,
    processes: ['svchost.exe', 'mmc.exe'],
  },
  directory: {
    ...security,
    id: 4662,
    title: 'An operation was performed on an object',
    task: 14080,
    objects: ['user', 'group', 'computer', 'organizationalUnit'],
    accesses: [3, 0.8],
  },
  started: {
    ...sysmon,
    id: 1,
    title: 'Process Create',
    task: 1,
    processes: office,
    parents: ['explorer.exe', 'svchost.exe'],
    command: [80, 0.6],
  },
  network: {
    ...sysmon,
    id: 3,
    title: 'Network connection detected',
    task: 3,
    processes: ['msedge.exe', 'outlook.exe', 'teams.exe', 'svchost.exe'],
    ports: [443, 443, 80, 53, 389],
    bytes: [4800, 1.2],
  },
  processAccess: {
    ...sysmon,
    id: 10,
    title: 'Process accessed',
    task: 10,
    processes: ['msmpeng.exe', 'svchost.exe', 'csrss.exe', 'taskmgr.exe'],
    target: ['lsass.exe', 'explorer.exe', 'winword.exe', 'svchost.exe'],
    accesses: [2, 0.6],
  },
  fileCreated: {
    ...sysmon,
    id: 11,
    title: 'File created',
    task: 11,
    processes: ['explorer.exe', 'winword.exe', 'msedge.exe', 'outlook.exe'],
    bytes: [38000, 1.5],
  },
  registry: {
    ...sysmon,
    id: 13,
    title: 'Registry value set',
    task: 13,
    processes: ['svchost.exe', 'explorer.exe', 'msiexec.exe'],
    bytes: [60, 0.9],
  },
  module: {
    ...shell,
    id: 4103,
    title: 'Executing pipeline',
    task: 106,
    processes: ['powershell.exe'],
    command: [160, 0.8],
  },
  script: {
    ...shell,
    id: 4104,
    title: 'Creating script block text',
    task: 2,
    processes: ['powershell.exe'],
    command: [420, 1],
  },
  serviceState: {
    ...system,
    id: 7036,
    title: 'A service changed its state',
    task: 0,
    services: ['wuauserv', 'BITS', 'Spooler', 'gpsvc', 'TrustedInstaller'],
  },
  serviceInstalled: {
    ...system,
    id: 7045,
    title: 'A service was installed',
    task: 0,
    services: ['GoogleUpdater', 'MpKslDrv', 'DeployAgent', 'PrintHelper'],
  },
} satisfies Record<string, Act>

/** Tools at a prompt, as administrators, helpers and attackers start them. */
export function tool(
  processes: readonly string[],
  command: Sized = [60, 0.5],
  parents: readonly string[] = console_,
): Act {
  return { ...acts.process, processes, parents, command }
}
