import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = `
  import { openEngine } from './src/engine/open.ts'
  try {
    await openEngine({ kind: 'embedded', folder: process.argv[1] })
    console.log('opened')
  } catch (error) {
    console.log(error.code)
  }
  process.exit(0)`

/** Opens the folder in a process of its own; resolves to `opened` or the error's code. */
export const openInChild = (folder: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const args = ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM, folder]
    const child = spawn(process.execPath, args, {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.once('error', reject)
    child.once('close', () => resolve(output.trim()))
  })
