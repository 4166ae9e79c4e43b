/** A command that is useful in a new lab. */
export interface Suggestion {
  readonly title: string;
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
  { title: 'All pods', command: 'kubectl get pods -A' },
  { title: 'Watch pods', command: 'kubectl get pods -A -w' },
  { title: 'Nodes', command: 'kubectl get nodes -o wide' },
  {
    title: 'Events',
    command: 'kubectl get events -A --sort-by=.lastTimestamp',
  },
  { title: 'Describe nodes', command: 'kubectl describe nodes' },
  {
    title: 'Logs of DNS',
    command: 'kubectl logs -n kube-system -l k8s-app=kube-dns --tail=50',
  },
  {
    title: 'Apply a manifest',
    command: 'kubectl apply -f -',
    input: MANIFEST,
  },
  { title: 'Containers', command: 'crictl ps' },
  { title: 'Images', command: 'crictl images' },
];

/**
 * Commands to begin with.
 *
 * @param programs - the programs that may be run
 */
export function suggestionsFor(programs: readonly string[]): Suggestion[] {
  return SUGGESTIONS.filter(({ command }) =>
    programs.includes(command.split(' ')[0]),
  );
}
