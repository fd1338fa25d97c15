import { CheckField } from '../../ui/field.tsx'

/** Offered once something was refused because of what is in the cloud. */
export const LeaveResources = ({ checked, onChange }: { checked: boolean; onChange: (leave: boolean) => void }) => (
  <CheckField
    label="Leave its resources in the cloud"
    hint="They stay, and cost; Trellis no longer knows of them."
    checked={checked}
    onChange={event => onChange(event.target.checked)}
  />
)
