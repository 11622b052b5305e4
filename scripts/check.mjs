// Everything that can be told without running the code.
import { runBin, runSteps } from './run.mjs'

runSteps('check', {
  'formatting, lint, import boundaries (biome)': () => runBin('biome', ['ci', '--error-on-warnings', '.']),
  'types of the server and the tests (tsc)': () => runBin('tsc', ['-p', 'tsconfig.json']),
  'types of the web app (tsc)': () => runBin('tsc', ['-p', 'tsconfig.web.json']),
  'dead code and dependencies (knip)': () => runBin('knip', []),
})
