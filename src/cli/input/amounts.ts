import { InvalidArgumentError } from 'commander'
import type { Machine } from '../../contract/machine.ts'
import { machineSizes } from '../../contract/machine-sizes.ts'

/** A deployment's number, as people write it: `31` or `#31`. */
export function deploymentNumber(text: string): number {
  const number = wholeNumber(text.replace(/^#/, ''))
  if (number !== null && number >= 1) return number
  throw new InvalidArgumentError("Give a deployment's number, such as 31.")
}

/** @returns a parser of whole numbers between two bounds */
export const between =
  (least: number, most: number, what = 'number') =>
  (text: string): number => {
    const number = wholeNumber(text)
    if (number !== null && number >= least && number <= most) return number
    throw new InvalidArgumentError(`Give a ${what} from ${least} to ${most}.`)
  }

/** `90`, `60m`, `2h`, `1h30m`: minutes. */
export function timeout(text: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m?)?$/i.exec(text.trim())
  const minutes = Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0)
  if (match && minutes >= 1 && minutes <= 24 * 60) return minutes
  throw new InvalidArgumentError('Give a time from 1m to 24h, such as 60m or 2h.')
}

/** `30`, `30s`, `5m`: seconds. */
export function seconds(text: string): number {
  const match = /^(\d{1,6})(s|m)?$/i.exec(text.trim())
  const amount = Number(match?.[1] ?? 0) * (match?.[2]?.toLowerCase() === 'm' ? 60 : 1)
  if (match && amount >= 1 && amount <= 24 * 60 * 60) return amount
  throw new InvalidArgumentError('Give a time from 1s to 1440m, such as 30s or 5m.')
}

const units: Readonly<Record<string, number>> = { m: 2 ** 20, g: 2 ** 30 }

/** `512m`, `4g`: bytes, of memory or of a disk. */
export function memory(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,6})([mg])b?$/i.exec(text) ?? []
  const bytes = Number(amount ?? 0) * (units[unit.toLowerCase()] ?? 0)
  if (bytes >= 64 * 2 ** 20) return bytes
  throw new InvalidArgumentError('Give an amount from 64m, such as 512m or 4g.')
}

/** `2`, `0.5`. */
export function cores(text: string): number {
  const number = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (number >= 0.1) return number
  throw new InvalidArgumentError('Give a number of processors from 0.1, such as 2 or 1.5.')
}

/** Of a machine that is made to size. */
export function processors(text: string): Machine['cpu'] {
  const size = machineSizes.find(({ cpu }) => String(cpu) === text)
  if (size) return size.cpu
  throw new InvalidArgumentError(`Give ${machineSizes.map(({ cpu }) => cpu).join(', ')}.`)
}

export function gigabytes(text: string): number {
  const number = /^\d{1,3}(\.\d)?$/.test(text) ? Number(text) : 0
  if (number >= 0.5 && number <= 120) return number
  throw new InvalidArgumentError('Give a number of GB from 0.5 to 120.')
}

export function webAddress(text: string): string {
  const url = URL.parse(text)
  if (url && (url.protocol === 'https:' || url.protocol === 'http:')) return url.origin
  throw new InvalidArgumentError('Give a web address, such as https://trellis.example.org.')
}

export function onOff(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new InvalidArgumentError('Give on or off.')
}

/** `a,b,c`; spaces around the commas do no harm. */
export function commaList(text: string): string[] {
  const items = text.split(',').map(item => item.trim())
  if (items.length > 0 && items.every(item => item !== '')) return items
  throw new InvalidArgumentError('Give names with commas between them, such as development,staging,production.')
}

const wholeNumber = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)
