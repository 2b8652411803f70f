/** What the preload script of the Electron face puts on the page, and the names both sides use. */

export interface Bridge {
  /** Asks for a port to the services; it arrives as a window message whose data is `portMessage`. */
  connect(): void
  /** The path on disk of a file that was dropped on the page; empty when it has none. */
  pathOf(file: File): string
}

export const portMessage = 'tribunal:port'

declare global {
  interface Window {
    /** There in the Electron face only. */
    tribunal?: Bridge
  }
}
