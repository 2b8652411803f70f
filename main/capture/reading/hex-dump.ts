/** Bytes as people read them: place, sixteen bytes in hexadecimal, the same as ASCII where it can be shown. */

const WIDTH = 16

/** @param at place of the first byte in its file */
export function hexDump(bytes: Uint8Array, at: number): string {
  const lines: string[] = []
  for (let i = 0; i < bytes.length; i += WIDTH) {
    const row = [...bytes.subarray(i, i + WIDTH)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${(at + i).toString(16).padStart(8, '0')}  ${hex.padEnd(3 * WIDTH)} ${text}`)
  }
  return lines.join('\n')
}
