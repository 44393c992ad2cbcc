/** What an error of kubectl means. */

/** An answer of the server that says something about what was asked for; undefined when there was none. */
export function failureOf(stderr: string, args: string[]): 'refused' | 'absent' | 'unavailable' | undefined {
  if (/\(Forbidden\)|forbidden: User/.test(stderr)) return 'refused';
  if (/\(NotFound\)|doesn't have a resource type/.test(stderr)) return 'absent';
  // An API that another server answers may be down alone; anything else that is down is the server.
  const isAnswered = !stderr.includes('(ServiceUnavailable)') || !args.some((arg) => arg.startsWith('--raw=/apis/'));
  return isAnswered ? undefined : 'unavailable';
}

/** One line for what kept kubectl from asking, with what to do. */
export function causeIn(stderr: string, context: string, args: string[]): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  if (/context was not found|context "[^"]*" does not exist/.test(last)) {
    return `kubectl knows no context ${context}; \`kubectl config get-contexts\` lists those that it knows`;
  }
  if (/Unauthorized|must be logged in|getting credentials/.test(stderr)) {
    return `the server of context ${context} does not accept the login (${last}); log in again`;
  }
  if (/refused|no such host|timeout|timed out|deadline|Unable to connect|x509|EOF|no route|unreachable/i.test(last)) {
    return `the server of context ${context} cannot be reached (${last}); check the network, the VPN and the kubeconfig`;
  }
  const about = isAboutValues(args) ? 'what it said is not shown, as it may hold values' : last;
  return `kubectl ${args[0] ?? ''} ${args[1] ?? ''} failed with context ${context}: ${about}`;
}

/** Objects with values never get into a message, whatever kubectl says of them. */
function isAboutValues(args: string[]): boolean {
  return args.some((arg) => /^(secrets|configmaps)\//.test(arg));
}
