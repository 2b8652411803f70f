/** The flags of a window rule, and the rule that they make. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { Rule } from '../../../preload/contract/labeling.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { listVerdicts } from '../../case/verdicts.ts'
import { durationText, parseDuration } from './durations.ts'
import { readJson } from './read-json.ts'

const standard = Rule.parse({})

export interface LabelOptions {
  before?: number
  after?: number
  class?: Rule['classBy']
  top?: number
  entity?: Rule['entity']
  conflict?: Rule['conflict']
  anchor?: Rule['anchor']
  matchHost?: boolean
  exclude?: string[]
  skew?: string[]
  verdicts?: boolean
  rule?: string
}

/**
 * The flags of a window rule; what is left out is left to the command.
 * @param usual what the command takes then, for the help
 */
export function addRuleOptions(command: Command, usual: Rule = standard): Command {
  const choice = (flags: string, description: string, values: string[]): Option =>
    new Option(flags, description).choices(values)
  return command
    .option(
      '--before <time>',
      `window before the alert, e.g. 90s, 5m, 1h (${durationText(usual.before)})`,
      parseDuration,
    )
    .option('--after <time>', `window after the alert (${durationText(usual.after)})`, parseDuration)
    .addOption(
      choice(
        '--class <what>',
        `what becomes an alert's class (${usual.classBy})`,
        Rule.shape.classBy.unwrap().options,
      ),
    )
    .option('--top <k>', `keep the k most frequent classes (${usual.top})`, wholeNumber)
    .addOption(
      choice(
        '--entity <rule>',
        `how user names are compared (${usual.entity})`,
        Rule.shape.entity.unwrap().options,
      ),
    )
    .addOption(
      choice(
        '--conflict <policy>',
        `for events in windows of several classes (${usual.conflict})`,
        Rule.shape.conflict.unwrap().options,
      ),
    )
    .addOption(
      choice(
        '--anchor <time>',
        'which time of an alert counts (as chosen when alerts were imported, else fired)',
        Rule.shape.anchor.unwrap().options,
      ),
    )
    .option('--match-host', "count events only on the alert's host, where it names one")
    .option('--exclude <accounts...>', 'accounts that match nothing; * stands for any text')
    .option('--skew <host=time...>', "set a host's clock right: what is added to its times, e.g. WS1=-90s")
    .option('--verdicts', "let people's verdicts decide over the alerts")
    .option('--rule <file>', 'a rule as JSON, for all that has no flag; flags go before it')
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Write a whole number.')
  return value
}

/**
 * The rule that flags and a rule file make together.
 * @param usual what holds where neither says anything, before the contract's defaults
 * @throws Problem invalid-input for a number out of its range, and what reading the file throws
 */
export function ruleOf(options: LabelOptions, usual: Partial<Rule> = {}, c?: CaseFile): Rule {
  const { class: classBy, rule: file, skew, verdicts, matchHost, exclude, ...same } = options
  const base = file === undefined ? {} : readJson(file, z.record(z.string(), z.unknown()))
  const given = { ...same, classBy, matchHost, exclude, ...(skew && { skew: skewOf(skew) }) }
  const said = Object.entries(given).filter(([key, value]) => key in Rule.shape && value !== undefined)
  const newest = verdicts && c ? listVerdicts(c).at(-1)?.id : undefined
  const parsed = Rule.safeParse({
    ...usual,
    ...base,
    ...Object.fromEntries(said),
    ...(newest !== undefined && { verdicts: newest }),
  })
  if (parsed.success) return parsed.data
  throw new Problem('invalid-input', parsed.error.issues.map(outOfRange).join('; '))
}

/** `WS1=-90s` as microseconds by host. */
function skewOf(pairs: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, host, sign, length] = /^(.+)=([+-]?)(.+)$/.exec(pair) ?? []
      if (host === undefined || length === undefined)
        throw new Problem('invalid-input', `--skew ${pair}: write a host and a time, as in WS1=-90s.`)
      return [host.trim(), parseDuration(length) * (sign === '-' ? -1 : 1)]
    }),
  )
}

/** Times in the contract are microseconds, which nobody wrote. */
function outOfRange({ code, path, message, ...rest }: z.core.$ZodIssue): string {
  const [key = ''] = path.map(String)
  const limit = code === 'too_big' && 'maximum' in rest ? Number(rest.maximum) : null
  if (limit !== null && (key === 'before' || key === 'after'))
    return `--${key} may be ${durationText(limit)} at most`
  return `--${key}: ${message}`
}
