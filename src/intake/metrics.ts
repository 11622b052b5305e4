import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What intake counts, under names that begin with `wayworn_intake_`. */
export interface IntakeMetrics {
  requests: Counter<'track' | 'status'>
  bytes: Counter<'track'>
  events: Counter<'type'>
  ignored: Counter<'reason'>
  setAside: Counter<'reason'>
  inFlight: Gauge
  logSeconds: Histogram
}

export const intakeMetrics = (registry: Registry): IntakeMetrics => {
  const registers = [registry]
  const name = (end: string) => `wayworn_intake_${end}`
  return {
    requests: new Counter({
      name: name('requests_total'),
      help: 'Requests to the intake.',
      labelNames: ['track', 'status'],
      registers,
    }),
    bytes: new Counter({
      name: name('bytes_total'),
      help: 'Bytes of bodies as received.',
      labelNames: ['track'],
      registers,
    }),
    events: new Counter({ name: name('events_total'), help: 'Events taken in.', labelNames: ['type'], registers }),
    ignored: new Counter({
      name: name('ignored_total'),
      help: 'What arrived and is not meant to be counted: telemetry, discarded resources, other tracks.',
      labelNames: ['reason'],
      registers,
    }),
    setAside: new Counter({
      name: name('set_aside_total'),
      help: 'Events, segments and bodies set aside or refused.',
      labelNames: ['reason'],
      registers,
    }),
    inFlight: new Gauge({ name: name('in_flight'), help: 'Requests being taken in.', registers }),
    logSeconds: new Histogram({
      name: name('log_seconds'),
      help: 'Time until a batch is safely in the intake log.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
  }
}
