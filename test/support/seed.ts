import fc from 'fast-check'

/**
 * Generated cases are the same in every run, so that a failure is of the change under test. WAYWORN_TEST_SEED=random looks
 * for new ones; a number repeats what such a run said.
 */
const asked = process.env.WAYWORN_TEST_SEED ?? '20261126'
fc.configureGlobal(asked === 'random' ? {} : { seed: Number(asked) })
