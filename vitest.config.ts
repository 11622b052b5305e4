import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// As the program's first line has it; workers take it over when they are started.
process.env.UV_THREADPOOL_SIZE ??= '16'

const shared = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const
const END_TO_END = 'test/e2e/**/*.test.ts'
const SHARDS = '**/*.cluster.test.ts'

/** What takes minutes comes first, so that at the end no core waits for it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => /\/test\/fault\//.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/**
 * `parts`: everything that runs inside its own process. `shards`: what starts a ClickHouse of two shards. `e2e`: the built
 * program and a browser, for which two cores are few: what fails there is tried once more, and said to have been.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'parts',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: [END_TO_END, SHARDS],
          setupFiles: ['test/support/seed.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'shards',
          include: [SHARDS],
          exclude: ['node_modules/**'],
          setupFiles: ['test/support/seed.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          expect: { poll: { timeout: 30_000 } },
          include: [END_TO_END],
          maxWorkers: 2,
          retry: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
