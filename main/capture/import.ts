/**
 * A capture into the case, whole or not at all: read part by part (text-parts.ts), typed column by column, stored chunk by chunk with the
 * hash of each stretch. Rows that cannot be read are kept aside with place and reason; rows = accepted + rejected.
 *
 * An event whose time is missing or unreadable is accepted without a time, and counted in the evidence beside the zone: the
 * record is real, whatever its clock says. Memory is bounded by a few parts.
 */
import { statSync } from 'node:fs'
import type { CaseFile } from '../case/case-file.ts'
import { addGaps } from '../case/evidence/gaps.ts'
import { listSources, beginSource, dropSource, finishSource, sourceBySha } from '../case/evidence/sources.ts'
import type { Mapping, Source } from '../../preload/contract/evidence.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { hashFile } from './bytes.ts'
import { isLabel } from './understanding/fields.ts'
import { captureParts, type CaptureParts } from './capture-parts.ts'
import { inFile } from './file-problems.ts'
import { examine, noRows, type Examined, type Overrides } from './understanding/inspect.ts'
import { PartWriter } from './part-writer.ts'
import { findRecordGaps } from './record-gaps.ts'
import { type Crew, startCrew } from './segments/threads.ts'
import { userColumns } from './understanding/suggest.ts'

/** Versions are part of the evidence: raise when a reader reads the same bytes differently. */
const READER_VERSION = 3

export interface ImportInput extends Overrides {
  path: string
}
export interface ImportContext {
  progress(point: { step: string; fraction: number; counts?: Record<string, number> }): void
  signal: AbortSignal
  /** Threads to read text with; as many as there are processors, up to four, where it is left out. */
  threads?: number
}
export interface ImportResult {
  source: number
  rows: number
  accepted: number
  rejected: number
  /** Of the file as it lies there. */
  sha256: string
  /** Accepted events whose time is missing or could not be read. */
  withoutTime: number
  /** Gaps in the record numbers; see case/gaps.ts. */
  gaps: number
}

/**
 * Imports one capture.
 * @throws Problem already-imported, no-such-column, no-rows, and those of `inspect`; the signal's reason when canceled. Nothing
 * of the file is in the case then.
 */
export async function importCapture(
  c: CaseFile,
  input: ImportInput,
  ctx: ImportContext,
): Promise<ImportResult> {
  ctx.signal.throwIfAborted()
  ctx.progress({ step: 'looking at the file', fraction: 0 })
  // A file that is not there is told by what looks at it.
  const size = statSync(input.path, { throwIfNoEntry: false })?.size ?? 0
  const crew = startCrew(size, ctx.threads)
  try {
    return await importWith(crew, c, input, ctx)
  } finally {
    crew?.close()
  }
}

async function importWith(
  crew: Crew | null,
  c: CaseFile,
  input: ImportInput,
  ctx: ImportContext,
): Promise<ImportResult> {
  const examined = await examine(input.path, input)
  await refuseKnown(c, examined, ctx.signal)
  const { evidence, layout } = examined.file
  const packed = evidence.compression === 'none' ? '' : `+${evidence.compression}`
  const source = beginSource(c, {
    kind: 'capture',
    name: evidence.name,
    path: evidence.path,
    size: evidence.size,
    reader: `${layout.format}${packed} ${READER_VERSION}`,
  })
  try {
    return await fill(c, source, examined, { ...ctx, crew })
  } catch (error) {
    dropSource(c, source)
    throw inFile(error, evidence.path)
  }
}

async function fill(
  c: CaseFile,
  source: number,
  examined: Examined,
  ctx: ImportContext & { crew: Crew | null },
): Promise<ImportResult> {
  const { file, mapping, style } = examined
  const { evidence } = file
  const writer = new PartWriter(c, source, mapping.time)
  const reading = partsOf(examined, ctx)
  const step = `importing ${evidence.name}`
  try {
    for await (const part of reading.parts) {
      ctx.signal.throwIfAborted()
      await writer.write(part, ctx.signal)
      const fraction = Math.min(0.99, reading.consumed() / evidence.size)
      ctx.progress({ step, fraction, counts: writer.counts() })
    }
  } finally {
    reading.close()
  }
  ctx.signal.throwIfAborted()
  const { rows, accepted, rejected } = writer.counts()
  if (accepted === 0) throw noRows(file, { rejected, reasons: writer.reasons })
  const final = finalMapping(examined, writer.columns.names())
  const sha256 = await reading.sha256()
  const known = sourceBySha(c, sha256)
  if (known) throw alreadyImported(examined, known)
  const columns = writer.columns.summary(accepted)
  const gaps = findRecordGaps(c, source, { columns, mapping: final, rows: accepted })
  addGaps(c, source, gaps)
  finishSource(c, source, {
    sha256,
    rows,
    accepted,
    rejected,
    zone: style.zone,
    zoneEvidence: withGaps(style.evidence, {
      accepted,
      withoutTime: writer.withoutTime(),
      unreadable: writer.unreadable,
    }),
    first: writer.first,
    last: writer.last,
    mapping: final,
    columns,
  })
  ctx.progress({ step, fraction: 1, counts: writer.counts() })
  return { source, rows, accepted, rejected, sha256, withoutTime: writer.withoutTime(), gaps: gaps.length }
}

/** The reading that the file's format needs. */
export function partsOf(
  { file, sample, mapping, style }: Examined,
  ctx: Pick<ImportContext, 'signal'> & { crew: Crew | null },
): CaptureParts {
  const { zone, unit, order } = style
  const time = mapping.time === null ? null : { name: mapping.time, style: { zone, unit, order } }
  const texts = sample.columns.filter(({ type }) => type === 'text').map(({ name }) => name)
  const names = mapping.host === null ? mapping.users : [mapping.host, ...mapping.users]
  const rowBytes = sample.bytes / Math.max(1, sample.rows + sample.rejected)
  return captureParts(file, { time, texts: [...texts, ...names] }, rowBytes, ctx)
}

/**
 * The mapping as it is stored. A mapping left as suggested takes in account fields and labels that appeared behind the sample.
 * @throws Problem no-such-column for a column that the file does not have
 */
function finalMapping({ mapping, suggested, file }: Examined, names: string[]): Mapping {
  if (suggested) {
    return { ...mapping, users: userColumns(names), labels: names.filter(isLabel) }
  }
  const there = new Set(names)
  const wanted = [mapping.time, mapping.host, mapping.action, ...mapping.users, ...mapping.labels]
  const missing = wanted.filter((name) => name !== null && !there.has(name))
  if (missing.length === 0) return mapping
  throw new Problem('no-such-column', `${file.evidence.path} has no column “${missing.join('”, “')}”.`, {
    where: { file: file.evidence.path, field: missing[0]! },
    advice: `Its columns are: ${names.slice(0, 30).join(', ')}${names.length > 30 ? ', …' : ''}.`,
  })
}

function withGaps(
  evidence: string,
  gaps: { accepted: number; withoutTime: number; unreadable: number },
): string {
  if (gaps.withoutTime === 0 || gaps.withoutTime === gaps.accepted) return evidence
  const odd = gaps.unreadable > 0 ? `, ${gaps.unreadable} of them unreadable` : ''
  return `${evidence}; ${gaps.withoutTime} of ${gaps.accepted} events have no time${odd}`
}

/** Files of a size that is there already are hashed first, so that nothing is imported twice. */
async function refuseKnown(c: CaseFile, examined: Examined, signal: AbortSignal): Promise<void> {
  const { evidence } = examined.file
  if (!listSources(c).some(({ size }) => size === evidence.size)) return
  const known = sourceBySha(c, await hashFile(evidence, signal))
  if (known) throw alreadyImported(examined, known)
}

function alreadyImported({ file }: Examined, known: Source): Problem {
  return new Problem(
    'already-imported',
    `${file.evidence.path} is in the case already, as ${known.kind === 'alerts' ? 'alerts' : 'the capture'} of source ${known.id} (${known.name}): the bytes are the same.`,
    { where: { file: file.evidence.path }, advice: 'Use the evidence that is there; nothing was imported.' },
  )
}
