/** Encodings of text that can be read: UTF-8, UTF-16, and the code pages of which every character is one byte. */

/** Names after the WHATWG Encoding Standard, as TextDecoder takes them. */
export const CODE_PAGES = [
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-15',
  'ibm866',
  'koi8-r',
  'macintosh',
] as const
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', ...CODE_PAGES] as const
