/** Looks at the beginning of a file and says whether it is an alert export, before anything is written. */
import { binaryFormat } from '../capture/binary/kind.ts'
import { openEvidence, type Evidence } from '../capture/bytes.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { attackOf } from './attack.ts'
import { TIMES, WEAK_AND_STRONG } from './field-names.ts'
import { firstField, type Fields } from './fields.ts'
import { detectLayout, type Layout, type ToldAlerts } from './layout.ts'
import { readRows, type AlertRow } from './rows.ts'
import { accountsIn, strongName } from './understand.ts'

export interface Sample {
  evidence: Evidence
  layout: Layout
  rows: AlertRow[]
  rejected: number
}

const anyTime = Object.values(TIMES).flat()

function tellsWhenOrWho(fields: Fields): boolean {
  return firstField(fields, anyTime) !== null || accountsIn(fields).length > 0
}

/** Surely an alert: it names a search or test, or is a result of a search whose file names the search. */
function isSurely({ fields, from }: AlertRow): boolean {
  const named = strongName(fields) !== null || from === 'named search'
  return named && tellsWhenOrWho(fields)
}

/** May be read as an alert when the user says that it is one: results of a search, whatever they hold. */
function isPerhaps(row: AlertRow): boolean {
  const named =
    row.from !== 'nowhere' || strongName(row.fields) !== null || attackOf(row.fields).techniques.length > 0
  return named && tellsWhenOrWho(row.fields)
}

async function takeSample(evidence: Evidence, layout: Layout, most: number): Promise<Sample> {
  const sample: Sample = { evidence, layout, rows: [], rejected: 0 }
  for await (const found of readRows(evidence, layout).rows) {
    if ('row' in found) sample.rows.push(found.row)
    else sample.rejected++
    if (sample.rows.length + sample.rejected >= most) break
  }
  return sample
}

/**
 * The format of a file that is plainly an alert export, or null. Results of a search that name no search could be events as
 * well as alerts; for them the answer is null, though {@link sampleAlerts} takes them.
 * @throws Problem when the file cannot be read
 */
export async function recognizeAlerts(path: string): Promise<Layout['format'] | null> {
  const evidence = await openEvidence(path)
  const layout = await detectLayout(evidence)
  if (!layout) return null
  const { rows } = await takeSample(evidence, layout, 50)
  return rows.length > 0 && rows.filter(isSurely).length * 2 >= rows.length ? layout.format : null
}

/**
 * The first rows of an alert file.
 * @throws Problem `not-alerts`, or one that says why the file cannot be read
 */
export async function sampleAlerts(path: string, told: ToldAlerts = {}, most = 2000): Promise<Sample> {
  const evidence = await openEvidence(path)
  const layout = await detectLayout(evidence, told)
  const binary = await binaryFormat(evidence)
  if (binary) throw notAlerts(evidence.path, `it is ${BINARY[binary]}`)
  if (!layout) throw notAlerts(evidence.path, 'it has none of the forms of an alert export')
  const sample = await takeSample(evidence, layout, most)
  if (sample.rows.some(isPerhaps) || (told.believed && sample.rows.some(isSurely))) return sample
  const why = sample.rows.length > 0 ? 'its rows name no search, technique or account' : 'it holds no results'
  throw notAlerts(evidence.path, why)
}

const BINARY = { evtx: 'a Windows event log (EVTX)', parquet: 'a Parquet file', arrow: 'an Arrow file' }

/** The answer to a file that is no alert export. */
export function notAlerts(path: string, why: string): Problem {
  return new Problem('not-alerts', `${path} is no alert export: ${why}.`, {
    where: { file: path },
    advice: `Give a Splunk export (JSON, CSV or stash) or a table with a column such as ${WEAK_AND_STRONG[0]} or Alert_Name, a user and a time. A log capture is imported as a capture instead.`,
  })
}
