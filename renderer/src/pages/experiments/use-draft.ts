/**
 * The experiment being prepared. Form and JSON editor are two views of one document: the form writes the config, the
 * editor writes text that becomes the config once it is valid.
 */
import { useEffect, useState } from 'react'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import type { Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'

export type Config = ExperimentConfig
export type Presets = Output<'experiments.presets'>

export interface Draft {
  config: Config
  /** Changes when the document was replaced from outside the JSON editor, which then shows it anew. */
  revision: number
  /** Undefined while they are asked for. */
  presets: Presets | undefined
  /** What keeps the JSON text from being a config; null when it is one. */
  invalid: string | null
  replace: (config: Config) => void
  write: (text: string) => void
}

// The draft outlives the page: a person looks something up elsewhere and comes back to it.
let kept: Config | null = null

function complaint(text: string): { config: Config } | { invalid: string } {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return { invalid: error instanceof Error ? error.message : 'This is not JSON' }
  }
  const parsed = ExperimentConfig.safeParse(document)
  if (parsed.success) return { config: parsed.data }
  const [issue] = parsed.error.issues
  return { invalid: `${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'not an experiment'}` }
}

export function useDraft(): Draft {
  const presets = useCall('experiments.presets', {})
  const [config, setConfig] = useState<Config>(() => kept ?? ExperimentConfig.parse({}))
  const [revision, setRevision] = useState(0)
  const [invalid, setInvalid] = useState<string | null>(null)
  useEffect(() => {
    kept = config
  }, [config])
  const replace = (next: Config): void => {
    setConfig(next)
    setInvalid(null)
    setRevision((old) => old + 1)
  }
  const write = (text: string): void => {
    const read = complaint(text)
    if ('config' in read) setConfig(read.config)
    setInvalid('invalid' in read ? read.invalid : null)
  }
  return { config, revision, presets: presets.data, invalid, replace, write }
}
