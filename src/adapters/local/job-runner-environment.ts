/**
 * What a runner needs of the server's environment: the way to git and its credentials, to the internet, and its
 * language. No AWS variables: a job brings its own credentials, and those of the machine are none of a build's business.
 */
const kept = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TZ', 'TMPDIR', 'SSH_AUTH_SOCK', 'SSH_AGENT_PID'],
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NIX_SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'AWS_CA_BUNDLE'],
  ...['REQUESTS_CA_BUNDLE', 'PIP_CERT', 'HTTPLIB2_CA_CERTS', 'CARGO_HTTP_CAINFO', 'DENO_CERT'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'GNUPGHOME', 'KRB5CCNAME'],
]
/** Where packages come from; not npm's tokens. */
const npm = /^npm_config_(registry|cafile|proxy|https_proxy|noproxy|strict_ssl|replace_registry_host|globalconfig)$/i
const keptPatterns = [/^(https?|all|ftp|no)_proxy$/i, /^LC_/, /^GIT_/, /^XDG_/, npm]

export function runnerEnvironment(machine: NodeJS.ProcessEnv, compileCache: string): NodeJS.ProcessEnv {
  // Loading from a cache what was compiled before halves the start. Whoever runs the server may keep one for all of Node.
  const env: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: machine.NODE_COMPILE_CACHE ?? compileCache }
  for (const [key, value] of Object.entries(machine)) {
    if (kept.includes(key) || keptPatterns.some(pattern => pattern.test(key))) env[key] = value
  }
  return env
}
