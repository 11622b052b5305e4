import { segmentsContract } from './segments.contract.ts'

segmentsContract('cluster')
