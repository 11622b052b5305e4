import { UnstyledButton } from '@mantine/core'
import { Icon, type IconName } from '../../ui/icon.tsx'
import style from './point-action.module.css'

/** One thing that can be done with what was pointed at. */
export const PointAction = ({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) => (
  <UnstyledButton className={style.action} onClick={onClick} title={label}>
    <Icon name={icon} />
    <span>{label}</span>
  </UnstyledButton>
)
