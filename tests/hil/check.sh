#!/bin/bash
# Checks the test bed and the product's reader with the probe app (published for arm64, self-contained).
#   check.sh         the short form
#   check.sh --all   overload and rates too, and the other drivers side by side
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# expect WHAT PATTERN GPIO_VM_ARGUMENT...
expect() {
  local what=$1 pattern=$2; shift 2
  if "$here/gpio-vm.sh" --log "$work/log" --timeout 120 "$@" >"$work/out" 2>&1 && grep -qE "$pattern" "$work/out"; then
    echo "ok   $what"; ((++passed))
  else
    echo "FAIL $what"; cat "$work/out"; ((++failed))
  fi
  grep -E '^(line|edges) ' "$work/out" | sed 's/^/       /'
}

dotnet publish "$here/probe" -c Release -r linux-arm64 --self-contained -o "$work/app" --artifacts-path "$work/build" -v q --nologo || exit 1
expect "counts 20 pulses"        'line 0: rising 20 falling 20 '  "$work/app" "$here/scenarios/smoke.txt" -- reader auto 0,1
expect "sees every bounce"       'line 0: rising 45 falling 45 '  "$work/app" "$here/scenarios/bounce.txt" -- reader edge-hil 0 both
expect "debounces in the kernel" 'line 0: rising 5 falling 5 '    "$work/app" "$here/scenarios/bounce.txt" -- reader edge-hil 0 both 10000
if [[ ${1:-} == --all ]]; then
  expect "counts an overload"    'lost [1-9][0-9]+ \(4010 in all\)' \
    "$work/app" "$here/scenarios/overload.txt" -- reader auto 0 both 0 10000
  for mode in "reader auto" "libgpiod 0" "sysfs 0"; do
    expect "rates with ${mode% *}" 'line 0: rising 30 '           "$work/app" "$here/scenarios/rates.txt" -- $mode 0,1,2,4 rising
  done
fi
echo "$passed passed, $failed failed"
((failed == 0))
