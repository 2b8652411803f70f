/** Writes small alert files and imports them into a fresh case, for the tests of the alert readers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importAlerts, type AlertImport } from '../../../main/alerts/import.ts'
import { listAlerts, type Alert } from '../../../main/case/alerts.ts'
import { createCase, type CaseFile } from '../../../main/case/case-file.ts'
import { listSources, rejectedRows } from '../../../main/case/evidence/sources.ts'
import type { Rejected, Source } from '../../../preload/contract/evidence.ts'
import type { z } from 'zod'

export const context = { progress() {}, signal: new AbortController().signal }

export interface Imported {
  result: AlertImport
  alerts: Alert[]
  source: Source
  rejected: z.infer<typeof Rejected>[]
}

/** A folder that is gone when `act` is done. */
export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-alerts-'))
  try {
    return await act(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export async function withCase<T>(act: (c: CaseFile, folder: string) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const c = createCase(join(folder, 'case.tribunal'))
    try {
      return await act(c, folder)
    } finally {
      c.close()
    }
  })
}

export function importFile(path: string, options: { zone?: string } = {}): Promise<Imported> {
  return withCase(async (c) => {
    const result = await importAlerts(c, { path, ...options }, context)
    const rejected = rejectedRows(c, result.source, 0, 1000).rows
    return { result, alerts: listAlerts(c), source: listSources(c)[0]!, rejected }
  })
}

export function importText(content: string | Buffer, options: { zone?: string } = {}): Promise<Imported> {
  return inFolder((folder) => {
    const path = join(folder, 'found.export')
    writeFileSync(path, content)
    return importFile(path, options)
  })
}

/** Microseconds of an ISO time. */
export const micros = (iso: string) => Date.parse(iso) * 1000
