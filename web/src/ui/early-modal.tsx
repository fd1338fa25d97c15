import { X } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { isPartMissing, listenForParts } from '../lib/part.ts'
import './modal.css'

export interface EarlyModalProps {
  title: string
  onClose: () => void
}

/** The frame of a dialog whose code is still on its way, so that a click is answered also where that takes long. */
export function EarlyModal({ title, onClose }: EarlyModalProps) {
  const missing = useSyncExternalStore(listenForParts, isPartMissing)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [onClose])
  return (
    <>
      <div className="modal-backdrop modal-early" />
      <div className="modal modal-early" role="dialog" aria-label={title}>
        <header className="modal-header">
          <h2>{title}</h2>
          <button type="button" className="button button-plain icon-only" aria-label="Close" onClick={onClose}>
            <X size={18} aria-hidden="true" />
          </button>
        </header>
        <div className="modal-body">
          <p className="quiet" role="status">
            {missing ? 'It cannot be loaded just now; trying again …' : 'Loading …'}
          </p>
        </div>
      </div>
    </>
  )
}
