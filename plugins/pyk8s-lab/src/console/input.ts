import type { console as messages } from '../translation/messages';

/** A command that is useful in a new lab. */
export interface Suggestion {
  /** Its title is the message of this key of `console.suggestion`. */
  readonly id: keyof typeof messages.suggestion;
  readonly command: string;
  /** What it reads from its standard input. */
  readonly input?: string;
}

const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata:
  name: hello
data:
  greeting: Hello from a lab
`;

// Each works in a cluster that was made just now, and needs no image.
const SUGGESTIONS: readonly Suggestion[] = [
  { id: 'pods', command: 'kubectl get pods -A' },
  { id: 'watchPods', command: 'kubectl get pods -A -w' },
  { id: 'nodes', command: 'kubectl get nodes -o wide' },
  {
    id: 'events',
    command: 'kubectl get events -A --sort-by=.lastTimestamp',
  },
  { id: 'describeNodes', command: 'kubectl describe nodes' },
  {
    id: 'dnsLogs',
    command: 'kubectl logs -n kube-system -l k8s-app=kube-dns --tail=50',
  },
  {
    id: 'apply',
    command: 'kubectl apply -f -',
    input: MANIFEST,
  },
  { id: 'containers', command: 'crictl ps' },
  { id: 'images', command: 'crictl images' },
];

/**
 * Commands for a start.
 *
 * @param programs - the programs that may be run
 */
export function suggestionsFor(programs: readonly string[]): Suggestion[] {
  return SUGGESTIONS.filter(({ command }) =>
    programs.includes(command.split(' ')[0]),
  );
}

/** What becomes of text that was pasted as a command. */
export type Pasted =
  /** Nothing has to be done: it is one line. */
  | { readonly how: 'plain' }
  /** A line that was broken with backslashes, as a shell would read it. */
  | { readonly how: 'joined'; readonly text: string }
  /** Several lines, which a field of one line would make one command of. */
  | { readonly how: 'refused'; readonly lines: number };

/** What to do with text that is pasted where one types a command. */
export function readPasted(text: string): Pasted {
  const joined = text
    .replace(/\\\r?\n/g, '')
    .replace(/^[\r\n]+|(?<![\r\n])[\r\n]+$/g, '');
  const lines = joined.split(/\r\n|\r|\n/).filter(line => line.trim() !== '');
  if (lines.length > 1) {
    return { how: 'refused', lines: lines.length };
  }
  return joined === text ? { how: 'plain' } : { how: 'joined', text: joined };
}
