import { Empty } from '../ui/feedback/empty.tsx'
import { Failure } from '../ui/feedback/failure.tsx'

export const NotFound = () => (
  <main>
    <h1 className="ww-hidden">No such page</h1>
    <Empty title="There is no such page" action={{ label: 'Go to the first page', run: () => location.assign('/') }}>
      The address may be mistyped, or from a version of Wayworn that has more pages than this one.
    </Empty>
  </main>
)

export const PageFailed = ({ error, reset }: { error: unknown; reset?: () => void }) => (
  <Failure error={error} again={reset} />
)
