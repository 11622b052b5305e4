// `npm run dev`: the server under tsx, restarted on a change, and the web app under Vite, which passes API calls on to it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from 'vite'
import { ROOT } from './run.mjs'

const port = process.env.WAYWORN_PORT ?? '4180'
const target = `http://127.0.0.1:${port}`

const server = spawn(
  join(ROOT, 'node_modules/.bin/tsx'),
  ['watch', '--clear-screen=false', 'src/cli/main.ts', 'serve', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit', env: { WAYWORN_DEMO: '1', ...process.env, WAYWORN_PORT: port } },
)
server.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))

const passedOn = ['^/(api|intake|demo|healthz|readyz|metrics)(/|$|\\?)', '^/sign-in\\?token=']
const web = await createServer({
  configFile: join(ROOT, 'vite.web.config.ts'),
  server: { host: '127.0.0.1', proxy: Object.fromEntries(passedOn.map((path) => [path, { target }])) },
})
await web.listen()
web.printUrls()
