/** The case: where the work begins, and where it stands. */
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Page } from '../../components/page/page.tsx'
import { Overview } from './overview.tsx'
import { Start } from './start.tsx'

export default function CasePage() {
  const summary = useCall('cases.current', {})
  const title = summary.data ? summary.data.name : 'Case'
  const note = summary.data?.practice ? 'practice case, synthetic data' : undefined
  if (summary.data === null) return <Start />
  return (
    <Page title={title} note={note}>
      <Loaded query={summary} lines={8}>
        {(data) => data && <Overview summary={data} />}
      </Loaded>
    </Page>
  )
}
