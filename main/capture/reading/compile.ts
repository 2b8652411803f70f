/** From a filter's tree to a probe that tells which events of a stretch match. */
import { codedAccess, columnAccess } from './access.ts'
import type { Access, Probe } from './access.ts'
import { fieldOf } from './field-names.ts'
import type { FilterContext } from './filter-context.ts'
import type { FilterTree, Term } from './filter-tree.ts'
import { every, invert, some } from './masks.ts'
import { checkTerm, PRESENT, termTest, wordTest } from './term-test.ts'

/** @throws Problem unknown-field, filter-needs-labels, filter-syntax */
export function compileFilter(context: FilterContext, tree: FilterTree): Probe {
  switch (tree.kind) {
    case 'all':
      return () => true
    case 'and':
    case 'or': {
      const parts = tree.parts.map((part) => compileFilter(context, part))
      const join = tree.kind === 'and' ? every : some
      return (stretch) => join(parts.map((part) => () => part(stretch)))
    }
    case 'not': {
      const part = compileFilter(context, tree.part)
      return (stretch) => invert(part(stretch))
    }
    case 'term':
      return compileTerm(context, tree)
    case 'word': {
      const test = wordTest(tree.value)
      return anyOf(wordAccesses(context).map((access) => access(test)))
    }
  }
}

function compileTerm(context: FilterContext, term: Term): Probe {
  const { accesses, types } = fieldOf(context, term)
  const test = termTest(term)
  checkTerm(term, test, types)
  const matching = anyOf(accesses.map((access) => access(test)))
  if (term.op !== '!=') return matching
  // An event without a value is not "different"; with several users, none of them may be the one named.
  const present = anyOf(accesses.map((access) => access(PRESENT)))
  return (stretch) => every([() => invert(matching(stretch)), () => present(stretch)])
}

function anyOf(probes: readonly Probe[]): Probe {
  return (stretch) => some(probes.map((probe) => () => probe(stretch)))
}

/** Host, users, action, and every text column that is none of these in its capture. */
function wordAccesses(context: FilterContext): Access[] {
  const { core, sources } = context
  const accesses = [core.host, ...core.users, core.action].map(codedAccess)
  const having = new Map<string, Map<number, string>>()
  for (const { id, columns, mapping } of sources) {
    const known = new Set([mapping?.host, mapping?.action, ...(mapping?.users ?? [])])
    for (const { name, type } of columns) {
      if (type !== 'text' || known.has(name)) continue
      const named = having.get(name) ?? new Map<number, string>()
      having.set(name, named.set(id, name))
    }
  }
  for (const named of having.values()) accesses.push(columnAccess(context, named))
  return accesses
}
