# Shared by the scripts; sourced, never run.

# The runtime identifier of this machine, such as linux-x64.
rid() {
  local os cpu
  case "$(uname -s)" in
    Darwin) os=osx ;;
    *) if ldd --version 2>&1 | grep -qi musl; then os=linux-musl; else os=linux; fi ;;
  esac
  case "$(uname -m)" in
    aarch64 | arm64) cpu=arm64 ;;
    *) cpu=x64 ;;
  esac
  echo "$os-$cpu"
}

# Prints a log only when the command fails.
quietly() {
  local log
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then rm -f "$log"; return 0; fi
  cat "$log" >&2
  rm -f "$log"
  return 1
}
