import { settlingContract } from './settling.contract.ts'

settlingContract('cluster', 2, 10)
