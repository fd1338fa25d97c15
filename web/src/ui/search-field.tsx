export interface SearchFieldProps {
  /** What it finds, for whoever sees it empty and whoever listens. */
  label: string
  value: string
  onValue: (value: string) => void
}

/** Narrows a list down while somebody types. */
export const SearchField = ({ label, value, onValue }: SearchFieldProps) => (
  <input
    type="search"
    className="input input-search"
    placeholder={label}
    aria-label={label}
    value={value}
    onChange={event => onValue(event.target.value)}
  />
)
