/** The supported shells. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A supported shell. */
export type Shell = (typeof SHELLS)[number];

/**
 * The completion scripts. Each calls `pyk8s __complete` with the words so far, which
 * prints one candidate per line.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# pyk8s completion for bash. Load it with:
#   source <(pyk8s completion bash)
_pyk8s() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(pyk8s __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _pyk8s pyk8s
`,
  zsh: `#compdef pyk8s
# pyk8s completion for zsh. Load it with:
#   source <(pyk8s completion zsh)
_pyk8s() {
  local -a found
  found=("\${(@f)$(pyk8s __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    compadd -a found
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _pyk8s ]]; then
  _pyk8s
else
  (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
  compdef _pyk8s pyk8s
fi
`,
  fish: `# pyk8s completion for fish. Load it with:
#   pyk8s completion fish | source
function __pyk8s_complete
    set -l words (commandline -opc) (commandline -ct)
    pyk8s __complete -- $words[2..-1] 2>/dev/null
end
complete -c pyk8s -f -a '(__pyk8s_complete)'
`,
};
