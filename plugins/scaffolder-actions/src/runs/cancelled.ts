/** That a task was cancelled, in the words that its log shows. */
export function cancelledError(rest: string): Error {
  return Object.assign(new Error(`The task was cancelled${rest}`), {
    name: 'AbortError',
  });
}
