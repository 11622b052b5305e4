/** The mark: a path worn by steps, and another that leaves it. */
export const BrandMark = ({ size = 20 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" fill="currentColor" aria-hidden="true" focusable="false">
    <circle cx="3.5" cy="17" r="2" />
    <circle cx="6" cy="12.2" r="2" />
    <circle cx="10.5" cy="9.5" r="2" />
    <circle cx="14.8" cy="6.6" r="2" />
    <circle cx="16.5" cy="2" r="1.6" />
    <circle cx="14.5" cy="13" r="1.5" opacity="0.5" />
    <circle cx="17" cy="17" r="1.2" opacity="0.35" />
  </svg>
)
