import { settlingContract } from './settling.contract.ts'

settlingContract('embedded', 3, 16)
