/** Commands of kubectl that pass input on where -i is given. */
const PASSING = ['exec', 'attach', 'run'];

/** Whether a command says that it reads its input, in one of kubectl's ways. */
export function readsInput(words: readonly string[]): boolean {
  return readsFile(words) || passesInput(words);
}

/** By "-f -" or by the name of the device. */
function readsFile(words: readonly string[]): boolean {
  return words.some(
    (word, index) =>
      /^(-f|--filename)=?-$/.test(word) ||
      /^((-f|--[a-z-]+)=?)?\/dev\/stdin$/.test(word) ||
      (word === '-' && /^(-f|--filename)$/.test(words[index - 1] ?? '')),
  );
}

/** By "kubectl exec -i". What stands behind "--" runs in the pod. */
function passesInput(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const [program, ...own] = end < 0 ? words : words.slice(0, end);
  return (
    /(^|\/)kubectl$/.test(program ?? '') &&
    own.some(word => PASSING.includes(word)) &&
    own.some(word => /^(-t?it?|--stdin(=true)?)$/.test(word))
  );
}
