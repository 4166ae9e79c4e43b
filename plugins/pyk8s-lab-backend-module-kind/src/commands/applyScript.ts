import type { ClusterManifests } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** Who applies objects, to server-side apply. */
const FIELD_MANAGER = 'pyk8s-lab';

/** Nothing listens there, so that nothing can be downloaded. */
const NO_WAY_OUT = 'http://127.0.0.1:9';

const LINE =
  '{{.apiVersion}}{{"\\t"}}{{.kind}}{{"\\t"}}{{.metadata.namespace}}{{"\\t"}}{{.metadata.name}}{{"\\t"}}{{.metadata.uid}}{{"\\n"}}';
/** kubectl prints one object as it is, and several as a list. */
const TEMPLATE = `{{define "line"}}${LINE}{{end}}{{if eq .kind "List"}}{{range .items}}{{template "line" .}}{{end}}{{else}}{{template "line" .}}{{end}}`;

/**
 * Applies with kubectl what the arguments name, in a folder that holds nothing but
 * the files. A flag for the namespace would refuse objects that name another, so
 * that a context does it.
 *
 * Of a kustomization, the programs and the network that remote bases need are out
 * of reach. What kubectl says of its files is told without the path to them.
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
 * What applies manifests among their files. A shell reads the script, which is a
 * constant; everything else goes by it as it is.
 */
export function applyArgv({
  paths,
  kustomize,
  recursive,
  serverSide,
  forceConflicts,
  namespace = '',
}: Omit<ClusterManifests, 'archive' | 'timeoutMs'>): string[] {
  // With "./" no path is an option, standard input or a URL to kubectl.
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
