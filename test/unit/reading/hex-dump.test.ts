/** A hex dump holds every byte, at its place. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hexDump } from '../../../main/capture/reading/hex-dump.ts'

test('the bytes can be read back from the dump', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 1e6 }), (bytes, at) => {
      const lines = hexDump(bytes, at)
        .split('\n')
        .filter((line) => line !== '')
      const back = lines.flatMap((line) => line.slice(10, 58).trim().split(' '))
      expect(back.map((hex) => Number.parseInt(hex, 16))).toEqual([...bytes])
      for (const [i, line] of lines.entries()) expect(Number.parseInt(line, 16)).toBe(at + 16 * i)
    }),
  )
})

test('what is no letter is a dot', () => {
  expect(hexDump(Uint8Array.from([0x2a, 0x2a, 0, 0xff, 0x41]), 16)).toBe(
    '00000010  2a 2a 00 ff 41                                   **..A',
  )
})
