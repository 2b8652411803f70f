/** Values that mean "nothing bad" in label columns of known captures: CIC, BETH, UNSW-NB15, KDD, CTU-13 and their like. */
const WORDS = new Set([
  'benign',
  'normal',
  'background',
  'legitimate',
  'clean',
  'none',
  'no',
  'false',
  '0',
  '-',
])

/** As label values are compared: without case and outer spaces. */
export function valueKey(value: string): string {
  return value.trim().toLowerCase()
}

/** Whether a value reads as benign; `0.0` and `normal.` do too. */
export function readsBenign(value: string): boolean {
  const key = valueKey(value).replace(/\.0*$/, '')
  return WORDS.has(key)
}
