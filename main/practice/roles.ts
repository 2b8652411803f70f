/** Who works in the practice company, on which hosts, at what hours and doing what. */
import { acts, tool, type Act } from './acts.ts'

export type Profile = readonly (readonly [weight: number, act: Act])[]

export const domain = 'NORDWIND'
export const mailDomain = 'nordwind.example'
export const hosts = [
  'WS-101',
  'WS-102',
  'WS-103',
  'WS-104',
  'WS-105',
  'SRV-FILES',
  'SRV-APP',
  'DC-01',
] as const
export type Host = (typeof hosts)[number]

const worker: Profile = [
  [14, acts.process],
  [8, acts.exit],
  [9, acts.started],
  [12, acts.objectAccess],
  [9, acts.connection],
  [12, acts.network],
  [7, acts.share],
  [6, acts.shareFile],
  [5, acts.fileCreated],
  [4, acts.logon],
  [3, acts.logoff],
  [2, acts.registry],
  [1.5, acts.groupsOfUser],
  [0.8, acts.failedLogon],
  [0.7, tool(['whoami.exe', 'net.exe', 'ipconfig.exe'], [40, 0.4])],
  [1.6, tool(['rundll32.exe', 'control.exe'], [95, 0.5])],
  [0.6, acts.script],
]

const administrator: Profile = [
  [9, tool(['powershell.exe', 'mmc.exe', 'cmd.exe', 'net.exe', 'sc.exe', 'taskmgr.exe'], [75, 0.7])],
  [7, acts.script],
  [5, acts.module],
  [7, acts.remoteLogon],
  [6, acts.privileges],
  [5, { ...acts.share, shares: ['\\\\*\\ADMIN$', '\\\\*\\C$', '\\\\*\\IPC$', '\\\\*\\projects'] }],
  [4, { ...acts.shareFile, shares: ['\\\\*\\C$', '\\\\*\\SYSVOL'] }],
  [4, acts.directory],
  [3, acts.groupMembers],
  [3, acts.groupsOfUser],
  [
    4,
    { ...acts.network, processes: ['powershell.exe', 'mmc.exe', 'mstsc.exe'], ports: [445, 3389, 5985, 389] },
  ],
  [
    4,
    {
      ...acts.processAccess,
      processes: ['taskmgr.exe', 'procdump.exe', 'powershell.exe'],
      target: ['sqlservr.exe', 'svchost.exe', 'lsass.exe'],
    },
  ],
  [2, { ...acts.handle, processes: ['taskmgr.exe', 'procdump.exe', 'mmc.exe'] }],
  [1, acts.serviceInstalled],
  [2, acts.serviceState],
  [
    4,
    {
      ...acts.fileCreated,
      processes: ['powershell.exe', 'procdump.exe', 'explorer.exe'],
      bytes: [600000, 2],
    },
  ],
]

const machine: Profile = [
  [10, acts.serviceState],
  [12, { ...acts.logon, logonTypes: [3, 5, 5] }],
  [8, acts.privileges],
  [7, acts.registry],
  [8, acts.handle],
  [6, { ...acts.network, processes: ['svchost.exe', 'msmpeng.exe'] }],
  [
    7,
    {
      ...acts.process,
      processes: ['svchost.exe', 'msmpeng.exe', 'conhost.exe', 'taskhostw.exe'],
      parents: ['services.exe'],
    },
  ],
  [6, { ...acts.processAccess, processes: ['msmpeng.exe', 'svchost.exe', 'csrss.exe'] }],
  [4, acts.groupsOfUser],
  [3, acts.directory],
]

const backup: Profile = [
  [14, { ...acts.shareFile, shares: ['\\\\*\\C$', '\\\\*\\projects', '\\\\*\\homes'], accesses: [6, 0.7] }],
  [6, { ...acts.share, shares: ['\\\\*\\C$', '\\\\*\\ADMIN$', '\\\\*\\homes'] }],
  [7, { ...acts.connection, processes: ['backup.exe'], ports: [445], bytes: [60000, 1.2] }],
  [5, { ...acts.objectAccess, processes: ['backup.exe'] }],
  [3, acts.remoteLogon],
  [2, acts.privileges],
]

const deploy: Profile = [
  [6, tool(['powershell.exe', 'msiexec.exe', 'cmd.exe'], [130, 0.7], ['deployagent.exe', 'services.exe'])],
  [5, acts.script],
  [3, acts.module],
  [3, acts.serviceInstalled],
  [4, acts.serviceState],
  [4, { ...acts.share, shares: ['\\\\*\\ADMIN$', '\\\\*\\IPC$'] }],
  [4, acts.remoteLogon],
  [5, { ...acts.fileCreated, processes: ['msiexec.exe', 'deployagent.exe'], bytes: [900000, 1.4] }],
  [3, acts.registry],
]

export interface Person {
  name: string
  profile: Profile
  hosts: readonly Host[]
  /** Share of all ordinary events. */
  share: number
  rhythm: 'office' | 'always' | 'night'
}

const staff = ['m.keller', 'j.novak', 'a.lind', 's.ozturk', 'p.moreau', 'h.berg', 'c.silva', 't.varga']

export const people: readonly Person[] = [
  ...staff.map((name, i): Person => ({
    name,
    profile: worker,
    hosts: [hosts[i % 5]!, hosts[i % 5]!, hosts[i % 5]!, 'SRV-FILES'],
    share: 5 + (i % 3),
    rhythm: 'office',
  })),
  {
    name: 'adm.roth',
    profile: administrator,
    hosts: ['WS-105', 'DC-01', 'SRV-APP', 'SRV-FILES'],
    share: 7,
    rhythm: 'office',
  },
  {
    name: 'adm.iyer',
    profile: administrator,
    hosts: ['WS-104', 'DC-01', 'SRV-APP'],
    share: 5,
    rhythm: 'office',
  },
  {
    name: 'svc_backup',
    profile: backup,
    hosts: ['SRV-FILES', 'SRV-APP', 'DC-01'],
    share: 8,
    rhythm: 'night',
  },
  {
    name: 'svc_deploy',
    profile: deploy,
    hosts: ['SRV-APP', 'WS-101', 'WS-102', 'WS-103'],
    share: 4,
    rhythm: 'always',
  },
  ...hosts.map((host): Person => ({
    name: `${host}$`,
    profile: machine,
    hosts: [host],
    share: 3.5,
    rhythm: 'always',
  })),
]

/** Everyday doings of an account, which also go on while an attacker uses it. */
export function profileOf(name: string): Profile {
  return people.find((person) => person.name === name)?.profile ?? worker
}
