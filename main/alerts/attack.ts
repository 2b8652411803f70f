/**
 * ATT&CK techniques and tactics of an alert. Techniques come from whichever annotation field the search carries; tactics are
 * taken as written where the alert names any, else looked up by technique (a sub-technique that the table does not know
 * takes its parent's). An older id that ATT&CK has withdrawn has no tactic. An alert without annotations takes the techniques that Splunk's
 * security content gives the detection of its name.
 */
import attack from '../../resources/attack/techniques.json' with { type: 'json' }
import searches from '../../resources/escu/search-techniques.json' with { type: 'json' }
import { ANNOTATIONS, TACTICS, TECHNIQUES } from './field-names.ts'
import { firstField, type Fields } from './fields.ts'

const byTechnique = new Map<string, readonly string[]>(Object.entries(attack.techniques))
const byTacticId = new Map<string, string>(Object.entries(attack.tactics))
const shortNames = new Set(byTacticId.values())
const bySearch = new Map<string, readonly string[]>(Object.entries(searches))
const TECHNIQUE_ID = /\bT\d{4}(?:\.\d{3})?\b/gi

/** Tactics of a technique by short name (`credential-access`), in ATT&CK's order; empty when it is not known. */
export function tacticsOf(technique: string): readonly string[] {
  const id = technique.toUpperCase()
  return byTechnique.get(id) ?? byTechnique.get(id.split('.')[0]!) ?? []
}

/** Short name of a tactic given by id, by name or by short name; null when it is none. */
export function tacticNamed(text: string): string | null {
  const found = byTacticId.get(text.trim().toUpperCase())
  if (found) return found
  const short = text.trim().toLowerCase().replaceAll(/[ _]+/g, '-')
  return shortNames.has(short) ? short : null
}

/** The `annotations` field of notable and risk events is JSON in a text. */
function annotated(fields: Fields): string[] {
  const text = fields.get(ANNOTATIONS)?.[0]
  if (!text?.startsWith('{')) return []
  try {
    const { mitre_attack: listed } = JSON.parse(text) as { mitre_attack?: unknown }
    return (Array.isArray(listed) ? listed : [listed]).filter((one) => typeof one === 'string')
  } catch {
    return []
  }
}

/** Techniques and tactics of an alert, each in the order in which it lists them, none twice. */
export function attackOf(fields: Fields): { techniques: string[]; tactics: string[] } {
  const written = firstField(fields, TECHNIQUES)?.values ?? []
  const found = (texts: readonly string[]) => texts.flatMap((text) => text.match(TECHNIQUE_ID) ?? [])
  const ids = found(written).length > 0 ? found(written) : found(annotated(fields))
  const techniques = [...new Set(ids.map((id) => id.toUpperCase()))]
  for (const name of TACTICS) {
    const named = (fields.get(name) ?? []).flatMap((text) => text.split(/[;,]/)).map(tacticNamed)
    const tactics = [...new Set(named)].filter((tactic) => tactic !== null)
    if (tactics.length > 0) return { techniques, tactics }
  }
  return { techniques, tactics: [...new Set(techniques.flatMap(tacticsOf))] }
}

/** Techniques that Splunk's own content gives a detection of this name (`ESCU - … - Rule`); empty for any other. */
export function techniquesOfSearch(name: string): readonly string[] {
  const bare = name
    .trim()
    .replace(/^(?:ESCU|Threat|Access|Network|Endpoint|Audit|Identity) - /i, '')
    .replace(/ - (?:Rule|Main)$/i, '')
  return bySearch.get(bare.toLowerCase()) ?? []
}

/** As {@link attackOf}; for an alert without any annotation, by the name of its search. */
export function attackOfAlert(fields: Fields, name: string): { techniques: string[]; tactics: string[] } {
  const written = attackOf(fields)
  if (written.techniques.length > 0) return written
  const techniques = [...techniquesOfSearch(name)]
  if (written.tactics.length > 0) return { ...written, techniques }
  return { techniques, tactics: [...new Set(techniques.flatMap(tacticsOf))] }
}
