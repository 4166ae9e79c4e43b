/**
 * What a promise comes to, unless that takes too long; it goes on then all the same.
 * @throws what it fails with, or an Error that says how long was waited
 */
export async function withinTime<T>(
  promise: Promise<T>,
  limitMs: number,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${limitMs / 1_000} s`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
