/** The program's version, as it is written into custody entries and reports. */
import manifest from '../../package.json' with { type: 'json' }

export const VERSION: string = manifest.version
