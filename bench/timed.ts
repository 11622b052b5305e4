/** What something took, ms. */
export interface Taken {
  processor: number
  time: number
}

export const timed = async (work: () => Promise<unknown>): Promise<Taken> => {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { processor: (user + system) / 1000, time: performance.now() - started }
}

export const medianOf = (of: readonly number[]): number => [...of].sort((a, b) => a - b)[of.length >> 1]!
