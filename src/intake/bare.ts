import type { JsonObject } from './shapes.ts'

const Bare = function Bare() {} as unknown as new () => JsonObject
Bare.prototype = Object.create(null)

/** An empty object without inherited keys, so that `__proto__` and `constructor` can be set as plain keys. */
export const bare = (): JsonObject => new Bare()
