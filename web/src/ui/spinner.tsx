import './spinner.css'

/** Something really happens. Told to screen readers by whoever is busy. */
export const Spinner = () => <span className="spinner" aria-hidden="true" />
