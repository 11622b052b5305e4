import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the web app of src/web into dist/web: hashed files under assets/, everything served from the root. */
export default defineConfig({
  root: new URL('src/web', import.meta.url).pathname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: new URL('dist/web', import.meta.url).pathname,
    emptyOutDir: true,
    license: true,
    chunkSizeWarningLimit: 800,
  },
})
