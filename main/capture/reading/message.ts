/**
 * One line about an event: its message where the capture has such a column, else its command line, else what its most
 * telling fields say (`Image=…, TargetFilename=…`), else its first text columns.
 */
import type { Source } from '../../../preload/contract/evidence.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { getSource } from '../../case/evidence/sources.ts'
import { beginPage, cachedCell } from './chunk-cache.ts'
import { isMessageColumn } from './field-names.ts'

/** Last parts of field names that tell what an event is about, most telling first. */
const TELLING = (
  'scriptblocktext image newprocessname processname executable targetfilename targetobject servicename taskname ' +
  'objectname sharename queryname destinationip destinationport targetusername logontype ipaddress args uri url ' +
  'src_ip dest_ip dest_port data targetname operation callerprocessname path name status'
).split(' ')
const MOST_TELLING = 16
const MOST_FALLBACK = 4
const LONGEST = 300

interface Plan {
  messages: string[]
  telling: string[]
  /** For rows of which none of the others says anything. */
  rest: string[]
}

/** Lines that are kept: those that a search showed first are asked for again by its page. */
const MOST_LINES = 4000
/** By source and row: a finished source never changes. */
const lines = new WeakMap<CaseFile, Map<string, string>>()

/** For the rows of one page. */
export class MessageReader {
  readonly #case: CaseFile
  readonly #plans = new Map<number, Plan>()
  readonly #lines: Map<string, string>

  constructor(c: CaseFile) {
    this.#case = c
    const known = lines.get(c)
    this.#lines = known ?? new Map()
    if (!known) lines.set(c, this.#lines)
    beginPage(c)
  }

  /** The line about a row of a source; '' when there is nothing to say. */
  of(source: number, row: number): string {
    const key = `${source} ${row}`
    const known = this.#lines.get(key)
    if (known !== undefined) return known
    const line = this.#made(source, row)
    this.#lines.set(key, line)
    if (this.#lines.size > MOST_LINES) this.#lines.delete(this.#lines.keys().next().value!)
    return line
  }

  #made(source: number, row: number): string {
    let plan = this.#plans.get(source)
    if (!plan) this.#plans.set(source, (plan = makePlan(this.#case, source)))
    for (const name of plan.messages) {
      const text = this.#cell(source, name, row)
      if (text !== '') return oneLine(text)
    }
    return oneLine(this.#pairs(source, plan.telling, row) || this.#pairs(source, plan.rest, row))
  }

  /** The first few of these columns that say something, as `name=value, …`. */
  #pairs(source: number, names: readonly string[], row: number): string {
    const parts: string[] = []
    for (const name of names) {
      const text = this.#cell(source, name, row)
      // Windows writes `-` for nothing.
      if (text !== '' && text !== '-') parts.push(`${name.slice(name.lastIndexOf('.') + 1)}=${text}`)
      if (parts.length === MOST_FALLBACK) break
    }
    return parts.join(', ')
  }

  #cell(source: number, name: string, row: number): string {
    return cachedCell(this.#case, source, name, row)
  }
}

function makePlan(c: CaseFile, id: number): Plan {
  const source = getSource(c, id)
  const names = freeColumns(source)
  const messages = names.filter(isMessageColumn).toSorted((a, b) => messageRank(a) - messageRank(b))
  const ranked = names
    .map((name) => ({ name, rank: TELLING.indexOf(lastPart(name)) }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ name }) => name)
  const rest = names.filter((name) => !isMessageColumn(name)).slice(0, MOST_FALLBACK)
  return { messages, telling: ranked.slice(0, MOST_TELLING), rest }
}

/** Columns that the table does not show already and that hold something; text before numbers. */
function freeColumns({ columns, mapping, rows }: Source): string[] {
  const shown = [
    mapping?.time,
    mapping?.host,
    mapping?.action,
    ...(mapping?.users ?? []),
    ...(mapping?.labels ?? []),
  ]
  const free = columns.filter(({ name, nulls }) => nulls < rows && !shown.includes(name))
  const text = free.filter(({ type }) => type === 'text')
  return [...text, ...free.filter(({ type }) => type !== 'text')].map(({ name }) => name)
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}

/** A message says more than a command line, and that more than a raw event. */
function messageRank(name: string): number {
  return ['message', 'commandline', 'command_line', '_raw'].indexOf(lastPart(name))
}

function oneLine(text: string): string {
  // A piece of a long text would keep all of it in memory.
  const begin = text.length > LONGEST * 2 ? copied(text.slice(0, LONGEST * 2)) : text
  const line = begin.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

const copied = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
