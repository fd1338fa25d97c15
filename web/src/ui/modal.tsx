import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useReturnedFocus } from '../lib/held-focus.ts'
import './modal.css'

export interface ModalProps {
  title: string
  description?: ReactNode
  onClose: () => void
  children: ReactNode
  /** Actions, the primary one last. */
  footer?: ReactNode
  wide?: boolean
  /** What it shows is not shown again: a click beside it does not close it. */
  lasting?: boolean
}

/** A dialog that is open for as long as it is rendered. */
export function Modal({ title, description, onClose, children, footer, wide = false, lasting = false }: ModalProps) {
  // The dialog itself, so that it is read from its title on, and no action is one key away.
  const popup = useRef<HTMLDivElement>(null)
  useReturnedFocus()
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()} disablePointerDismissal={lasting}>
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-backdrop" />
        <Dialog.Popup ref={popup} initialFocus={popup} className={wide ? 'modal modal-wide' : 'modal'}>
          <header className="modal-header">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="button button-plain icon-only" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </header>
          <div className="modal-body">
            {description && <Dialog.Description className="quiet">{description}</Dialog.Description>}
            {children}
          </div>
          {footer && <footer className="modal-footer">{footer}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
