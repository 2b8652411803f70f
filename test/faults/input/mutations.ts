/** Ways to damage a file. Each try has a seed of its own, so that a finding can be made again from its number alone. */
import { mixSeed, random } from '../../../main/engine/random.ts'

type Draw = () => number
type Mutation = (bytes: Buffer, draw: Draw) => Buffer

const at = (bytes: Buffer, draw: Draw): number => Math.floor(draw() * bytes.length)
function insert(bytes: Buffer, draw: Draw, what: string | Buffer): Buffer {
  const place = at(bytes, draw)
  return Buffer.concat([bytes.subarray(0, place), Buffer.from(what), bytes.subarray(place)])
}

/** What parsers stumble over. */
const JUNK = [
  '"',
  '""',
  '\\',
  '\n',
  '\r',
  '\r\n',
  ',',
  ';',
  '\t',
  '{',
  '}',
  '[',
  ']',
  ':',
  '#',
  '{"a":1}\n',
  '9'.repeat(30),
  '1e999',
  '\uFEFF',
]
const INVALID = [Buffer.from([0xff]), Buffer.from([0xc0, 0x80]), Buffer.from([0xed, 0xa0, 0x80, 0xf5])]

const single: Record<string, Mutation> = {
  'cut off': (bytes, draw) => bytes.subarray(0, at(bytes, draw)),
  /** The beginning up to one place, then the rest from another: something is left out, or there twice. */
  spliced: (bytes, draw) => {
    const [to, from] = [at(bytes, draw), at(bytes, draw)]
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  'a block moved': (bytes, draw) => {
    const [a, b, c] = [at(bytes, draw), at(bytes, draw), at(bytes, draw)].sort((x, y) => x - y) as [
      number,
      number,
      number,
    ]
    const parts = [bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c)]
    return Buffer.concat(parts)
  },
  'bits flipped': (bytes, draw) => {
    const copy = Buffer.from(bytes)
    for (let i = 0; i < 8; i++) copy[at(copy, draw)]! ^= 1 << Math.floor(draw() * 8)
    return copy
  },
  'NUL bytes': (bytes, draw) => {
    if (draw() < 0.5) return insert(bytes, draw, '\0\0\0')
    const copy = Buffer.from(bytes)
    return copy.fill(0, at(copy, draw), at(copy, draw))
  },
  'invalid UTF-8': (bytes, draw) => insert(bytes, draw, INVALID[Math.floor(draw() * INVALID.length)]!),
  'lone quotes': (bytes, draw) => insert(draw() < 0.3 ? insert(bytes, draw, '"') : bytes, draw, '"'),
  'deep nesting': (bytes, draw) =>
    insert(bytes, draw, (draw() < 0.5 ? '{"a":' : '[').repeat(draw() < 0.1 ? 20_000 : 100)),
  'a long row': (bytes, draw) => insert(bytes, draw, 'x'.repeat(draw() < 0.01 ? 1_000_000 : 3000)),
  'bytes in between': (bytes, draw) => insert(bytes, draw, JUNK[Math.floor(draw() * JUNK.length)]!),
}

const singles = Object.values(single)
const mutations: Record<string, Mutation> = {
  ...single,
  'several at once': (bytes, draw) => {
    let damaged = bytes
    for (let times = 2 + Math.floor(draw() * 3); times > 0 && damaged.length > 0; times--)
      damaged = singles[Math.floor(draw() * singles.length)]!(damaged, draw)
    return damaged
  },
}

/** Names of the kinds of damage; try `i` has kind `i % MUTATIONS.length`. */
export const MUTATIONS = Object.keys(mutations)

/** The damaged bytes of try `i`, and numbers for whatever else is to be drawn in it. */
export function damaged(bytes: Buffer, reader: string, i: number): { bytes: Buffer; draw: Draw } {
  const draw = random(mixSeed(11, reader, i))
  return { bytes: mutations[MUTATIONS[i % MUTATIONS.length]!]!(bytes, draw), draw }
}
