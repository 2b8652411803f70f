/** The whole rule as JSON, for what the form has no field for: SIDs, account columns, own classes, windows by class, clocks. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Rule } from '../../../../preload/contract/labeling.ts'
import { useCall } from '../../api/use-call.ts'
import { JsonEditor } from '../../components/editor/json-editor.tsx'

interface RuleDocumentProps {
  rule: Rule
  onChange: (rule: Rule) => void
  onClose: () => void
}

export function RuleDocument({ rule, onChange, onClose }: RuleDocumentProps) {
  const schema = useCall('labeling.schema', {}).data
  const [initial] = useState(() => JSON.stringify(rule, null, 2))
  const [text, setText] = useState(initial)
  const parsed = parse(text)
  return (
    <Modal opened onClose={onClose} title="The whole rule" size="lg">
      <JsonEditor initial={initial} label="Rule" schema={schema} onChange={setText} height={420} />
      <Button
        mt="sm"
        fullWidth
        disabled={parsed === null}
        onClick={() => {
          if (parsed) onChange(parsed)
          onClose()
        }}
      >
        Use this rule
      </Button>
    </Modal>
  )
}

function parse(text: string): Rule | null {
  try {
    return Rule.parse(JSON.parse(text))
  } catch {
    return null
  }
}
