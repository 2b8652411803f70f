/** A record as it is shown in the editor: JSON with line breaks, anything else as it is. */

/** Strings as they stand, the marks that begin and end lists and objects, what stands between items, and scalars. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g
/** Deeper than people read; each level costs two more characters on every line. */
const MOST_LEVELS = 100

/**
 * Indents JSON by its text alone: numbers, escapes, repeated keys and the order of keys stay as they were recorded, which
 * parsing and writing again would not promise. What is no JSON, or nested beyond reason, stays as it is.
 */
export function indented(text: string): string {
  if (!isJson(text)) return text
  const parts: string[] = []
  let level = 0
  let previous = ''
  const line = (): string => `\n${'  '.repeat(level)}`
  for (const [token] of text.matchAll(TOKEN)) {
    const empty = (previous === '{' && token === '}') || (previous === '[' && token === ']')
    if (token === '}' || token === ']') level--
    if (level > MOST_LEVELS) return text
    const breaks = '{[,'.includes(previous) ? previous !== '' : token === '}' || token === ']'
    if (breaks && !empty) parts.push(line())
    parts.push(token === ':' ? ': ' : token)
    if (token === '{' || token === '[') level++
    previous = token
  }
  return parts.join('')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
