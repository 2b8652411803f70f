/**
 * The four attack campaigns of the practice case: which account is abused, where, what is done, and what a search would
 * report. The ATT&CK ids and tactics are facts; everything else is made up.
 */
import { acts, tool } from './acts.ts'
import type { Host, Profile } from './roles.ts'

export interface Campaign {
  technique: string
  tactic: string
  users: readonly string[]
  hosts: readonly Host[]
  profile: Profile
  /** Names of the searches that notice it. */
  searches: readonly string[]
}

const powershell: Campaign = {
  technique: 'T1059.001',
  tactic: 'execution',
  users: ['m.keller', 'c.silva'],
  hosts: ['WS-101', 'WS-102'],
  searches: [
    'Practice - Long Encoded PowerShell Command - Rule',
    'Practice - Script Block From Office Child - Rule',
  ],
  profile: [
    [9, { ...acts.script, command: [2600, 0.9] }],
    [5, { ...acts.module, command: [420, 0.8] }],
    [
      6,
      tool(
        ['powershell.exe', 'powershell.exe', 'pwsh.exe', 'cmd.exe'],
        [680, 0.8],
        ['winword.exe', 'excel.exe', 'cmd.exe', 'powershell.exe'],
      ),
    ],
    [4, { ...acts.network, processes: ['powershell.exe'], ports: [443, 443, 8080, 80], bytes: [9000, 1.3] }],
    [3, { ...acts.fileCreated, processes: ['powershell.exe'], bytes: [22000, 1.2] }],
    [2, { ...acts.registry, processes: ['powershell.exe', 'reg.exe'] }],
  ],
}

const lsass: Campaign = {
  technique: 'T1003.001',
  tactic: 'credential-access',
  users: ['adm.roth', 'h.berg'],
  hosts: ['WS-105', 'SRV-APP', 'WS-101'],
  searches: ['Practice - Unusual Process Reads LSASS - Rule', 'Practice - Large Dump File Written - Rule'],
  profile: [
    [
      9,
      {
        ...acts.processAccess,
        processes: ['rundll32.exe', 'procdump.exe', 'taskmgr.exe', 'powershell.exe', 'svchost.exe'],
        target: ['lsass.exe', 'lsass.exe', 'lsass.exe', 'svchost.exe'],
        accesses: [5, 0.6],
      },
    ],
    [
      5,
      {
        ...acts.handle,
        processes: ['rundll32.exe', 'procdump.exe', 'taskmgr.exe', 'svchost.exe'],
        objects: ['Process', 'Process', 'Process', 'Key'],
        accesses: [4, 0.6],
      },
    ],
    [4, tool(['rundll32.exe', 'procdump.exe', 'taskmgr.exe', 'cmd.exe'], [140, 0.6])],
    [
      3,
      {
        ...acts.fileCreated,
        processes: ['rundll32.exe', 'procdump.exe', 'taskmgr.exe'],
        bytes: [46000000, 0.6],
      },
    ],
    [3, acts.privileges],
    [
      2,
      {
        ...acts.objectAccess,
        processes: ['rundll32.exe', 'procdump.exe', 'svchost.exe'],
        objects: ['Process', 'File'],
      },
    ],
  ],
}

const adminShares: Campaign = {
  technique: 'T1021.002',
  tactic: 'lateral-movement',
  users: ['svc_deploy', 's.ozturk'],
  hosts: ['SRV-FILES', 'SRV-APP', 'WS-103', 'WS-104'],
  searches: [
    'Practice - Admin Share Access From Workstation - Rule',
    'Practice - Remote Service Installed After Copy - Rule',
  ],
  profile: [
    [8, { ...acts.share, shares: ['\\\\*\\ADMIN$', '\\\\*\\C$', '\\\\*\\IPC$'], accesses: [3, 0.6] }],
    [7, { ...acts.shareFile, shares: ['\\\\*\\ADMIN$', '\\\\*\\C$', '\\\\*\\IPC$'], accesses: [5, 0.7] }],
    [6, { ...acts.remoteLogon, logonTypes: [3, 3, 3, 9] }],
    [3, { ...acts.failedLogon, logonTypes: [3] }],
    [3, { ...acts.serviceInstalled, services: ['PSEXESVC', 'RemoteHelper', 'DeployAgent', 'PrintHelper'] }],
    [
      5,
      {
        ...acts.network,
        processes: ['system', 'svchost.exe', 'cmd.exe'],
        ports: [445, 445, 135, 139],
        bytes: [52000, 1.2],
      },
    ],
    [3, tool(['psexesvc.exe', 'cmd.exe', 'sc.exe'], [110, 0.6], ['services.exe', 'services.exe', 'cmd.exe'])],
    [3, acts.privileges],
  ],
}

const discovery: Campaign = {
  technique: 'T1087.002',
  tactic: 'discovery',
  users: ['j.novak', 't.varga'],
  hosts: ['WS-102', 'WS-103', 'DC-01'],
  searches: [
    'Practice - Burst of Directory Queries - Rule',
    'Practice - Account Listing Tools in Sequence - Rule',
  ],
  profile: [
    [
      8,
      tool(
        ['net.exe', 'net1.exe', 'dsquery.exe', 'whoami.exe', 'nltest.exe', 'adfind.exe'],
        [58, 0.5],
        ['cmd.exe', 'cmd.exe', 'powershell.exe'],
      ),
    ],
    [8, { ...acts.directory, objects: ['user', 'user', 'group', 'computer'], accesses: [9, 0.8] }],
    [5, { ...acts.groupMembers, processes: ['net1.exe', 'powershell.exe', 'svchost.exe'] }],
    [4, { ...acts.groupsOfUser, processes: ['net1.exe', 'powershell.exe', 'svchost.exe'] }],
    [
      4,
      {
        ...acts.network,
        processes: ['powershell.exe', 'adfind.exe', 'svchost.exe'],
        ports: [389, 389, 3268, 636, 88],
        bytes: [26000, 1.1],
      },
    ],
    [2, { ...acts.script, command: [700, 0.8] }],
    [2, { ...acts.exit, processes: ['net.exe', 'net1.exe', 'whoami.exe'] }],
  ],
}

export const campaigns: readonly Campaign[] = [powershell, lsass, adminShares, discovery]

/** Searches that report other things, always falsely here: [name, technique]. */
export const otherSearches: readonly (readonly [name: string, technique: string])[] = [
  ['Practice - New Scheduled Task by User - Rule', 'T1053.005'],
  ['Practice - Event Log Cleared - Rule', 'T1070.001'],
  ['Practice - Rare Outbound Destination - Rule', ''],
]
