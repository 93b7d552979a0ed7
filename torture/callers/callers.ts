/** Who may call the gateways. Tokens of nobody but these processes. */
export const callers = [
  { name: 'hr', token: 'a-token-only-for-torture' },
  { name: 'lms', token: 'another-token-for-torture' },
] as const;

export function tokenOf(caller: string): string {
  return callers.find(({ name }) => name === caller)?.token ?? '';
}
