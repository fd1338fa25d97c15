import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { hintHere } from '../lib/hint-here.ts'
import { Words } from './words.tsx'
import './toasts.css'

export interface ToastWords {
  title: string
  description?: string
  /** Of the error that it tells of: its description is a hint then. */
  code?: string
  type: 'good' | 'bad'
  /** Milliseconds until it goes by itself. */
  timeout?: number
}

/** A screen reader tells what comes into a region that it knows already, and nothing of what came together with it. */
const regionKnownMs = 150

const manager = Toast.createToastManager()

export interface ToastListProps {
  /** Grows whenever there is more to say. */
  wanted: number
  take: () => ToastWords[]
}

export default function ToastList({ wanted, take }: ToastListProps) {
  const isKnown = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` tells that there is more
  useEffect(() => {
    const timer = setTimeout(
      () => {
        isKnown.current = true
        for (const { code = '', description = '', ...words } of take())
          manager.add({ ...words, description: <Words text={hintHere(code, description)} /> })
      },
      isKnown.current ? 0 : regionKnownMs,
    )
    return () => clearTimeout(timer)
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

/** Base UI makes each a dialog, and takes its button from who reads by ear, though the keyboard reaches it. */
const notDialog = { 'aria-modal': undefined }
const notHidden = { 'aria-hidden': undefined }

function Rows() {
  const { toasts } = Toast.useToastManager()
  return toasts.map(toast => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`toast toast-${toast.type ?? 'good'}`}
      // Said at the next pause, or at once, and also over a dialog: that hides all but live regions.
      role={toast.type === 'bad' ? 'alert' : 'status'}
      {...notDialog}
    >
      <Toast.Content>
        <Toast.Title />
        <Toast.Description className="quiet" />
        <Toast.Close className="button button-plain icon-only" aria-label="Dismiss" {...notHidden}>
          <X size={16} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
