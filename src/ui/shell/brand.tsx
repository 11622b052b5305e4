/** The mark: two feet of a path that bends, worn into the ground. */
export const BrandMark = ({ size = 20 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false">
    <path
      d="M4 18c0-5 3-5.5 6-8s3-4.5 6-8"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeDasharray="0.1 4.1"
    />
    <path d="M10 18c.5-3.5 2.5-4.5 4.5-7" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" opacity=".55" />
  </svg>
)
