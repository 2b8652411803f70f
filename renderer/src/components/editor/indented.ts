/** A record as it is shown in the editor: JSON with line breaks, anything else as it is. */

/** Indents JSON. A document with numbers that parsing would change (beyond 2^53) stays as it is, as does what is no JSON. */
export function indented(text: string): string {
  try {
    if (/\d{16,}/.test(text)) return text
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
