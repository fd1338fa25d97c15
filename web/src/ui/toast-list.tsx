import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { hintHere } from '../lib/hint-here.ts'
import { Words } from './words.tsx'
import './toasts.css'

export interface ToastWords {
  title: string
  description?: string
  /** Of the error that it tells of: its description is a hint then. */
  code?: string
  type: 'good' | 'bad'
  priority?: 'low' | 'high'
  /** Milliseconds until it goes by itself. */
  timeout?: number
}

const manager = Toast.createToastManager()

export interface ToastListProps {
  /** Grows whenever there is more to say. */
  wanted: number
  take: () => ToastWords[]
}

export default function ToastList({ wanted, take }: ToastListProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` tells that there is more
  useEffect(() => {
    for (const { code = '', description = '', ...words } of take())
      manager.add({ ...words, description: <Words text={hintHere(code, description)} /> })
  }, [wanted])
  return (
    <Toast.Provider toastManager={manager} timeout={6_000} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <Rows />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Rows() {
  const { toasts } = Toast.useToastManager()
  return toasts.map(toast => (
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
