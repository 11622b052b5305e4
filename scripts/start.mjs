// `npm start`: builds what has changed, then serves with the demo. Further arguments go to `wayworn serve`:
//   npm start -- --port 5000
import { join } from 'node:path'
import { ROOT, runScript } from './run.mjs'

const code = runScript('build.mjs')
if (code !== 0) process.exit(code)

process.env.WAYWORN_DEMO ??= '1'
const program = join(ROOT, 'dist/cli.mjs')
process.argv = [process.execPath, program, 'serve', ...process.argv.slice(2)]
// In this process, so that SIGTERM and Ctrl-C reach the server itself.
await import(program)
