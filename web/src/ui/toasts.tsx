import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import './toasts.css'

/** What is said in passing: the answer to an action. */
export const toasts = Toast.createToastManager()

export const Toasts = ({ children }: { children: ReactNode }) => (
  <Toast.Provider toastManager={toasts} timeout={6_000} limit={4}>
    {children}
    <Toast.Portal>
      <Toast.Viewport className="toasts">
        <List />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)

function List() {
  const { toasts: shown } = Toast.useToastManager()
  return shown.map(toast => (
    <Toast.Root key={toast.id} toast={toast} className={`toast toast-${toast.type ?? 'good'}`}>
      <Toast.Content>
        <Toast.Title />
        <Toast.Description className="quiet" />
        <Toast.Close className="button button-plain icon-only" aria-label="Dismiss">
          <X size={16} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
