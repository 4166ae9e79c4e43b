/** Splits a stream into lines, also when a chunk ends in the middle of one. */
export function eachLine(onLine) {
  let rest = '';
  return {
    write(chunk) {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop();
      lines.forEach(onLine);
    },
    end() {
      if (rest) {
        onLine(rest);
      }
      rest = '';
    },
  };
}
