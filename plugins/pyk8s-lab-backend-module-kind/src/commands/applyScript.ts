import type { ClusterManifests } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The field manager of server-side apply. */
const FIELD_MANAGER = 'pyk8s-lab';

/** Nothing listens there: a proxy that prevents downloads. */
const NO_WAY_OUT = 'http://127.0.0.1:9';

const LINE =
  '{{.apiVersion}}{{"\\t"}}{{.kind}}{{"\\t"}}{{.metadata.namespace}}{{"\\t"}}{{.metadata.name}}{{"\\t"}}{{.metadata.uid}}{{"\\n"}}';
/** kubectl prints a single object as such, and several as a list. */
const TEMPLATE = `{{define "line"}}${LINE}{{end}}{{if eq .kind "List"}}{{range .items}}{{template "line" .}}{{end}}{{else}}{{template "line" .}}{{end}}`;

/**
 * Runs `kubectl apply` with the arguments, in a folder that contains only the files.
 * The namespace is set in a context, since the flag would refuse objects that name
 * another one.
 *
 * Remote bases of a kustomization fail, since their programs and the network are out
 * of reach. The path of the folder is removed from kubectl's output.
 */
const SCRIPT = `
namespace=$1
kustomization=$2
shift 2
if [ -n "$namespace" ]; then
  umask 077
  cat -- "$KUBECONFIG" >../kubeconfig || exit
  export KUBECONFIG="\${PWD%/*}/kubeconfig"
  kubectl config set-context --current "--namespace=$namespace" >/dev/null || exit
  kubectl create namespace "$namespace" >/dev/null 2>&1 ||
    kubectl get namespace "$namespace" >/dev/null || exit
fi
if [ -n "$kustomization" ]; then
  kubectl=$(command -v kubectl) || exit
  if ! HTTP_PROXY=${NO_WAY_OUT} HTTPS_PROXY=${NO_WAY_OUT} NO_PROXY= no_proxy= PATH=/nonexistent \\
    "$kubectl" kustomize "$kustomization" >../rendered.yaml 2>../errors
  then
    sed "s|$PWD/||g" ../errors >&2
    exit 1
  fi
  cat ../errors >&2
  set -- --filename=../rendered.yaml "$@"
fi
exec kubectl apply "$@"`;

/**
 * The command that applies manifests. The shell script is a constant; everything else
 * is passed as arguments.
 */
export function applyArgv({
  paths,
  kustomize,
  recursive,
  serverSide,
  forceConflicts,
  namespace = '',
}: Omit<ClusterManifests, 'archive' | 'timeoutMs'>): string[] {
  // With "./" kubectl takes no path for an option, standard input or a URL.
  const named = paths.map(path => `./${path}`);
  return [
    ...['sh', '-c', SCRIPT, 'sh', namespace],
    ...(kustomize
      ? named.slice(0, 1)
      : ['', ...named.map(path => `--filename=${path}`)]),
    `--recursive=${recursive && !kustomize}`,
    ...(serverSide
      ? [
          '--server-side',
          `--field-manager=${FIELD_MANAGER}`,
          `--force-conflicts=${forceConflicts}`,
        ]
      : []),
    `--output=go-template=${TEMPLATE}`,
  ];
}
