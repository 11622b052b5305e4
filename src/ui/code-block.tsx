import style from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'

/** Text to copy into a terminal or a file. `what` names it. */
export const CodeBlock = ({ text, what }: { text: string; what: string }) => (
  <div className={style.block}>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, and keyboards must be able to */}
    <pre className={style.code} tabIndex={0} role="region" aria-label={what}>
      {text}
    </pre>
    <div className={style.copy}>
      <CopyButton text={text} what={what} />
    </div>
  </div>
)
