#!/bin/sh
# Lines covered by the suites, per folder of src: tools/coverage.sh BUILD-DIR
set -eu
cd "$(dirname "$0")/.."
dir=$1
find "$dir" -name '*.gcda' -delete
tests/with-postgres.sh meson test -C "$dir" --no-rebuild --timeout-multiplier 4 --quiet || echo 'coverage: some suites failed' >&2
gcovr -r . --object-directory "$dir" -f src/ --csv "$dir/coverage.csv" --html-details "$dir/coverage.html" >/dev/null
awk -F, 'NR > 1 {
        n = split($1, part, "/")
        folder = part[1] "/" part[2] (part[2] == "domain" && n > 3 ? "/" part[3] : "")
        total[folder] += $2; covered[folder] += $3
        if (part[2] == "domain") { domain_total += $2; domain_covered += $3 }
    }
    END {
        for (f in total) printf "%-24s %6d of %6d lines  %5.1f %%\n", f, covered[f], total[f], 100 * covered[f] / total[f] | "sort"
        close("sort")
        if (domain_total) printf "%-24s %6d of %6d lines  %5.1f %%   (bar: 90 %%)\n", "src/domain, all", domain_covered, domain_total, 100 * domain_covered / domain_total
    }' "$dir/coverage.csv"
echo "details: $dir/coverage.html"
