/** What an error of a library says, short enough for a line: the rest is for programmers. */
export function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300)
}
