/**
 * Values in which account names are hidden (main/features/accounts.ts), as patterns of RE2 for the operator RegexFullMatch.
 *
 * A hidden name stands where a whole word stood: its neighbors in the value are separators, or nothing. So the value with
 * the names put back as alternatives matches exactly the texts that are hidden to it.
 */
const HIDDEN = '‹account›'

/** The pattern of a value, or null for one without hidden names, which a plain comparison finds. */
export function hiddenPattern(value: string, accounts: readonly string[]): string | null {
  if (!value.includes(HIDDEN)) return null
  const names = [HIDDEN, ...accounts].map(literal).join('|')
  return value.split(HIDDEN).map(literal).join(`(?i:${names})`)
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`)
}
