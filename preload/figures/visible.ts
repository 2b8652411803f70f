/** Text from evidence, made safe to look at: on paper, in the window, in a terminal. */

/** C0 and C1 controls but tab and line feed, direction marks and overrides, invisible joiners, line separators, BOM. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/**
 * Writes out characters that cannot be seen, that turn the order of letters round, or that command a terminal: a name must not
 * look like another one.
 */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
}
