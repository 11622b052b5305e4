import { analytics } from './analytics.ts'
import { audience } from './audience.ts'
import { browsing } from './browsing.ts'
import { heatmaps } from './heatmaps.ts'
import { journeys } from './journeys.ts'
import type { Group } from './question.ts'

/** All reference questions; a new group is a file and a line here. */
export const GROUPS: readonly Group[] = [analytics, journeys, browsing, audience, heatmaps]
