/**
 * Whether the same request would get this status again, until somebody corrects something. A redirect counts: Pluvo
 * answers its own addresses itself, so what redirects is another address, and following it would lose the POST.
 */
export function isRefusal(status: number): boolean {
  return status >= 300 && status < 500 && status !== 408 && status !== 429;
}
