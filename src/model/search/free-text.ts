/** The attributes in which free words are looked for: what people would call an event's names. */
export const FREE_TEXT_PATHS: readonly string[] = [
  'action.name',
  'view.name',
  'view.url',
  'event.name',
  'error.message',
  'resource.url',
  'vital.name',
  'usr.id',
  'usr.name',
  'usr.email',
  'account.id',
  'account.name',
]
