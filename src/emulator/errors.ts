export type EmulatorErrorCode =
  | 'python_missing'
  | 'emulator_install_failed'
  | 'emulator_port_in_use'
  | 'emulator_start_failed'

/** Why the emulator cannot be had, with what the reader can do about it. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError'
  readonly code: EmulatorErrorCode
  readonly hint: string

  constructor(code: EmulatorErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}
