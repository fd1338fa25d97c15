/**
 * What git printed, without what opens a remote: its configuration may rewrite a clean URL into one with a password, or with a
 * token for a user. The user of ssh stays, since it is part of the address (`ssh://git@host/…`).
 */
export function withoutSecrets(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)([^\s/'"]*)@/gi, (_, scheme: string, login: string) => {
    const [user] = login.split(/[:@]/)
    return scheme.toLowerCase().endsWith('ssh://') && user ? `${scheme}${user}@` : scheme
  })
}
