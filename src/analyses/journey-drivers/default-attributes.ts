/** Attributes with few values that every SDK sends, as they are written. */
export const DEFAULT_ATTRIBUTES: readonly string[] = [
  ...['@geo.country', '@geo.city', '@device.type', '@device.brand', '@device.locale', '@os.name'],
  ...['@browser.name', '@browser.version_major', '@connectivity.effective_type', 'version', 'env', 'service'],
  ...['@session.referrer', '@session.initial_view.name'],
]
