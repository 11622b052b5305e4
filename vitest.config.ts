import { defineConfig } from 'vitest/config'

const shared = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const
const END_TO_END = 'test/e2e/**/*.test.ts'

/** `parts`: everything that runs inside its own process. `e2e`: the built program and a browser, one at a time, after. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'parts',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: [END_TO_END],
          setupFiles: ['test/support/seed.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          expect: { poll: { timeout: 30_000 } },
          include: [END_TO_END],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
