/** The one origin whose pages this window shows and whose calls it answers. */

export const scheme = 'app'
export const host = 'tribunal'
export const ownOrigin = `${scheme}://${host}`

/** Sites that a link may open in the person's own browser; everything else stays closed: this is an offline tool. */
const allowedSites = new Set(['attack.mitre.org'])

/** True for an https address on the list. */
export function mayOpenOutside(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && parsed.protocol === 'https:' && allowedSites.has(parsed.host)
}

/** The part of an Electron frame that the check needs. */
interface Frame {
  origin: string
  parent: unknown
}

/** True when a message comes from the top frame of our own page. */
export function isOurs(frame: Frame | null, origin: string): boolean {
  return frame !== null && frame.parent === null && frame.origin === origin
}

/** Where a frame may go: the top frame only within our origin, frames in it only to blobs that our page made. */
export function mayNavigate(url: string, topFrame: boolean, origin: string): boolean {
  if (!topFrame) return url === 'about:blank' || url.startsWith(`blob:${origin}/`)
  return url.startsWith(`${origin}/`)
}
