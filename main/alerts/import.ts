/**
 * Brings an alert file into the case, whole or not at all: the file is hashed, looked at, read to its end, and only then does
 * its source become visible. Rows that are no alerts are kept aside with place and reason.
 */
import { setImmediate as breath } from 'node:timers/promises'
import { hashFile } from '../capture/bytes.ts'
import { insertAlerts } from '../case/alerts.ts'
import type { CaseFile } from '../case/case-file.ts'
import {
  addRejected,
  beginSource,
  dropSource,
  finishSource,
  sourceBySha,
  type SourceDone,
} from '../case/evidence/sources.ts'
import { isNobody } from '../labeling/entity.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { Choices, Rejected } from '../../preload/contract/evidence.ts'
import type { Rule } from '../../preload/contract/labeling.ts'
import type { z } from 'zod'
import type { Fields } from './fields.ts'
import { fileTitle, toldAlerts } from './inspect.ts'
import { alertMapping } from './mapping.ts'
import { readRows } from './rows.ts'
import { notAlerts, sampleAlerts, type Sample } from './sample.ts'
import { decideTimes, type TimeColumns } from './time-columns.ts'
import { hollow, understandRow, type Draft } from './understand.ts'

export interface AlertImport {
  source: number
  /** accepted + rejected; previews and empty wrappings are no rows. */
  rows: number
  accepted: number
  rejected: number
  sha256: string
  /** Of the accepted: kept, though they can label nothing. Not counted again for a file that was there. */
  withoutTime?: number
  withoutUser?: number
  /** The source that already holds this file; nothing was imported. */
  duplicateOf?: number
}

export interface ImportContext {
  /** `fraction` is 0 to 1 of the file. */
  progress(step: { step: string; fraction: number; counts?: Record<string, number> }): void
  signal: AbortSignal
}

const BATCH = 1000

/** What is gathered while rows pass by. */
interface Tally {
  accepted: number
  rejected: number
  withoutTime: number
  withoutUser: number
  first: number | null
  last: number | null
  /** Per field: alerts that have it, and its name as first written. */
  present: Map<string, number>
  written: Map<string, string>
}

/**
 * Imports alerts into an open case.
 * @param input.zone for times that name none; decided from the file when left out
 * @param input.anchor which time of these alerts their windows should hang on by default; noted with the source
 * @throws Problem `not-alerts`, `unknown-zone`, or one that says why the file cannot be read or the case not written
 */
export async function importAlerts(
  c: CaseFile,
  input: { path: string; zone?: string; anchor?: Rule['anchor']; mapping?: Choices },
  context: ImportContext,
): Promise<AlertImport> {
  context.progress({ step: 'looking at the file', fraction: 0 })
  const sample = await sampleAlerts(input.path, toldAlerts(input.mapping))
  const times = decideTimes(fieldsOf(sample), input.zone)
  const sha256 = await hashFile(sample.evidence, context.signal)
  const known = sourceBySha(c, sha256)
  if (known) {
    if (known.kind !== 'alerts') throw importedAsCapture(sample.evidence.path, known.id)
    const { id, rows, accepted, rejected } = known
    return { source: id, rows, accepted, rejected, sha256, duplicateOf: id }
  }
  const { path, name, size } = sample.evidence
  const source = beginSource(c, { kind: 'alerts', name, path, size, reader: `${sample.layout.format} 1` })
  try {
    const tally = await readAll(c, source, sample, times, context)
    if (tally.accepted === 0) throw notAlerts(path, 'none of its rows is an alert')
    finishSource(c, source, doneWith(sample, tally, times, sha256, input.anchor))
    const { accepted, rejected, withoutTime, withoutUser } = tally
    return { source, rows: accepted + rejected, accepted, rejected, sha256, withoutTime, withoutUser }
  } catch (error) {
    dropSource(c, source)
    throw error
  }
}

function importedAsCapture(path: string, source: number): Problem {
  return new Problem(
    'already-imported',
    `${path} is in the case already, as the capture of source ${source}.`,
    {
      where: { file: path },
      advice:
        'A case takes a file once. To use it as alerts, make a new case and import it there as alerts only.',
    },
  )
}

const fieldsOf = (sample: Sample) => sample.rows.map((row) => row.fields)

async function readAll(
  c: CaseFile,
  source: number,
  { evidence, layout }: Sample,
  times: TimeColumns,
  context: ImportContext,
): Promise<Tally> {
  const tally: Tally = {
    accepted: 0,
    rejected: 0,
    withoutTime: 0,
    withoutUser: 0,
    first: null,
    last: null,
    present: new Map(),
    written: new Map(),
  }
  const reading = readRows(evidence, layout, context.signal)
  let drafts: Draft[] = []
  let refused: z.infer<typeof Rejected>[] = []
  const flush = () => {
    insertAlerts(c, source, drafts)
    addRejected(c, source, refused)
    drafts = []
    refused = []
    const { accepted, rejected } = tally
    const fraction = Math.min(1, reading.consumed() / evidence.size)
    context.progress({ step: 'reading alerts', fraction, counts: { accepted, rejected } })
  }
  for await (const found of reading.rows) {
    if ('rejected' in found) {
      refused.push(found.rejected)
      tally.rejected++
    } else {
      const draft = understandRow(found.row, times.read, fileTitle(evidence.name))
      const reason = hollow(found.row, draft)
      if (reason === null) {
        drafts.push(draft)
        count(tally, draft, found.row.fields)
      } else {
        refused.push({ ...found.row.place, reason, excerpt: found.row.original.slice(0, 200) })
        tally.rejected++
      }
    }
    if (drafts.length + refused.length < BATCH) continue
    flush()
    // The event loop breathes: cancel and progress get through.
    await breath()
  }
  flush()
  return tally
}

function count(tally: Tally, draft: Draft, fields: Fields): void {
  tally.accepted++
  const at = draft.fired ?? draft.first ?? draft.last
  if (at === null) tally.withoutTime++
  else {
    tally.first = Math.min(tally.first ?? at, at)
    tally.last = Math.max(tally.last ?? at, at)
  }
  if (draft.users.every(isNobody)) tally.withoutUser++
  for (const key of fields.names()) {
    const name = tally.written.get(key) ?? fields.written(key)
    tally.written.set(key, name)
    tally.present.set(name, (tally.present.get(name) ?? 0) + 1)
  }
}

function doneWith(
  sample: Sample,
  { accepted, rejected, first, last, present }: Tally,
  { zone, zoneEvidence }: TimeColumns,
  sha256: string,
  anchor: Rule['anchor'] = 'fired',
): SourceDone {
  const columns = [...present].map(([name, count]) => {
    return { name, type: 'text' as const, nulls: accepted - count, distinct: null }
  })
  const mapping = alertMapping(fieldsOf(sample), anchor)
  return {
    sha256,
    rows: accepted + rejected,
    accepted,
    rejected,
    zone,
    zoneEvidence,
    first,
    last,
    mapping,
    columns,
  }
}
