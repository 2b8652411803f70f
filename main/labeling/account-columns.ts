/** Which of the account columns a rule counts. Sources may name them differently, so they are looked up source by source. */
import type { EventCore } from '../case/evidence/core.ts'

/** By source id: the names of `core.users`, in their order. */
export type AccountColumns = ReadonlyMap<number, readonly string[]>

/** The core with account columns emptied that the rule does not name; all of them count when it names none. */
export function withAccounts(
  core: EventCore,
  columns: AccountColumns,
  wanted?: readonly string[],
): EventCore {
  if (!wanted || wanted.length === 0) return core
  const names = new Set(wanted)
  const users = core.users.flatMap((column, k) => {
    const counts = new Set(
      [...columns].filter(([, own]) => names.has(own[k] ?? '')).map(([source]) => source),
    )
    if (counts.size === 0) return []
    if (counts.size === columns.size) return [column]
    return [{ ...column, codes: column.codes.map((code, i) => (counts.has(core.source[i]!) ? code : 0)) }]
  })
  return { ...core, users }
}
