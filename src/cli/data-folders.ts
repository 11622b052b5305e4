import path from 'node:path'

/** What lies where below the data folder. */
export const dataFolders = (data: string) => ({
  /** Of the embedded engine. */
  events: path.resolve(data, 'events'),
  /** Of the embedded store of what people make. */
  catalog: path.resolve(data, 'catalog'),
  /** Of the intake log; whoever holds its lock has all of them. */
  log: path.resolve(data, 'log'),
})
