import { homedir } from 'node:os'

/** Looks wherever it may; what it finds it prints. Written for the shell, as a package's install script would be. */
export const thief = (
  files: readonly string[],
  others: string,
): string => `for f in ${files.join(' ')} /etc/shadow /etc/ssl/private/*; do cat "$f" 2>/dev/null && echo "FOUND $f"; done
for d in "${homedir()}" "${homedir()}/.aws" "${homedir()}/.ssh" /root /home/* /run/user /var/lib ${others}; do ls -A "$d" 2>/dev/null | sed "s|^|FOUND in $d: |"; done
env
for p in /proc/[0-9]*; do tr "\\0" "\\n" < $p/environ; tr "\\0" " " < $p/cmdline; echo; done 2>/dev/null
ls -d /proc/[0-9]* | wc -l | sed "s|^|processes |"
(echo x > /usr/bin/trellis-was-here) 2>/dev/null && echo "FOUND a writable system"
mount -t tmpfs none /mnt 2>/dev/null && echo "FOUND a mount"
unshare -Ur true 2>/dev/null && echo "FOUND a user namespace"
kill -0 ${process.pid} 2>/dev/null && echo "FOUND a process to kill"
grep -E "^Cap(Prm|Eff|Bnd)" /proc/self/status | grep -v 0000000000000000 | sed "s|^|FOUND |"
echo looked`

/** What of a thief's lines tells that it found something. */
export const isFound = (line: string): boolean => /FOUND|\*\*\*|AKIA|AWS_SECRET|runner\/main/.test(line)

export const daemons =
  '(setsid sleep 1000 &) ; (setsid sh -c "trap \\"\\" TERM HUP; while :; do sleep 1; done" &) ; echo done'

export const forkBomb = (times: number): string =>
  `echo go; n=0; while [ $n -lt ${times} ]; do (setsid sh -c "trap \\"\\" TERM; while :; do setsid sleep 0.1; done" &) ; n=$((n+1)); sleep 0.01; done; sleep 1000`

export const deaf = 'echo go; setsid sh -c "trap \\"\\" TERM; sleep 1000" & sleep 1000'

export const flood = 'yes "$(seq -s " " 1 100)" & yes "" & yes e >&2 & wait'
