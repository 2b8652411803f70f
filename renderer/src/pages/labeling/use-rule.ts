/** The rule one is working on, kept per case until it is locked or changed. */
import { Rule } from '../../../../preload/contract/labeling.ts'
import { useStored } from '../../app/use-stored.ts'

/** What is stored, where it still is a rule; else the defaults. */
function read(text: string): Rule {
  try {
    return Rule.parse(JSON.parse(text))
  } catch {
    return Rule.parse({})
  }
}

/** @param path of the case */
export function useRule(path: string): [Rule, (rule: Rule) => void] {
  const [text, setText] = useStored(`rule.${path}`, '{}')
  return [read(text), (rule) => setText(JSON.stringify(rule))]
}
