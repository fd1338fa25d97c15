import { errorAnswer } from '../../api/error-response.ts'
import { TrellisError } from '../../core/errors.ts'

/** Lambda gives 6 MB of answer, counted as JSON. */
const mostBytes = 6_000_000
/** In JSON no character has more. */
const longest = 6

interface Answer {
  statusCode: number
  headers: Record<string, string | string[]>
  body: string
}

/**
 * What Lambda would refuse to hand on is told as such. Pages of logs end well before, and what is larger goes by way of S3; a list of
 * records that each hold hundreds of outputs may not.
 */
export function withinLambda<A extends Answer>(answer: A): A {
  if (answer.body.length * longest < mostBytes || Buffer.byteLength(JSON.stringify(answer)) < mostBytes) return answer
  const { status, body } = errorAnswer(
    new TrellisError(
      'answer_too_large',
      'This answer is larger than the 6 MB that AWS lets a Lambda give.',
      'Ask for less at once, by a smaller limit.',
    ),
  )
  const headers = { ...answer.headers, 'content-type': 'application/json' }
  return { ...answer, statusCode: status, headers, body: JSON.stringify(body), isBase64Encoded: false }
}
