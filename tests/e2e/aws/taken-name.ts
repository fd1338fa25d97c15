const authorization = 'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/cloudfront/aws4_request'

/** A function of CloudFront that somebody made by hand, under a name that an installation wants. */
export async function takeName(endpoint: string, name: string): Promise<() => Promise<void>> {
  const functions = `${endpoint}/2020-05-31/function`
  const code = Buffer.from('function handler(event) { return event.request }').toString('base64')
  const config = '<FunctionConfig><Comment>mine</Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig>'
  const body = `<CreateFunctionRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>${name}</Name>${config}<FunctionCode>${code}</FunctionCode></CreateFunctionRequest>`
  const made = await fetch(functions, { method: 'POST', body, headers: { authorization, 'content-type': 'text/xml' } })
  if (!made.ok) throw new Error(`the function was not made: ${await made.text()}`)
  const headers = { authorization, 'if-match': made.headers.get('etag') ?? '' }
  return async () => {
    const gone = await fetch(`${functions}/${name}`, { method: 'DELETE', headers })
    if (!gone.ok) throw new Error(`the function is still there: ${await gone.text()}`)
  }
}
