import { seenContract } from './seen.contract.ts'

seenContract('cluster')
