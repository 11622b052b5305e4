// `npm test`: every check and every test. Arguments go to vitest: npm test -- src/model
import { runBin, runScript, runSteps } from './run.mjs'

runSteps('npm test', {
  check: () => runScript('check.mjs'),
  build: () => runScript('build.mjs'),
  tests: () => runBin('vitest', ['run', ...process.argv.slice(2)]),
})
