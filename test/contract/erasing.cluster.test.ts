import { erasingContract } from './erasing.contract.ts'

erasingContract('cluster')
