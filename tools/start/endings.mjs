const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
const LOOK_EVERY_MS = 1_000;

/**
 * Calls back once when the portal should end, with the exit code: on a signal, when the
 * output is closed (`npm start | head`), and when the npm that started this process has
 * ended, since it cannot pass on a SIGKILL.
 */
export function onEnding(end, { env = process.env } = {}) {
  let ended = false;
  const endOnce = code => {
    if (!ended) {
      ended = true;
      end(code);
    }
  };
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => endOnce(128 + number));
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', error => {
      // Other errors, such as a full disk, may be temporary.
      if (error.code === 'EPIPE') {
        endOnce(1);
      }
    });
  }
  // Without npm, the shell that started this process may end before it, as with nohup.
  if (env.npm_lifecycle_event) {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid !== parent) {
        clearInterval(timer);
        endOnce(1);
      }
    }, LOOK_EVERY_MS);
    timer.unref();
  }
}
