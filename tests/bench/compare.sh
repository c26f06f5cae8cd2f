#!/usr/bin/env bash
# One 1600x1000 PNG from a cold process: marchland beside the floor (bare.rs) and, where it is installed,
# geopandas. Needs hyperfine. Compare ratios within one run; machines are noisy.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --quiet --bin marchland
cargo build --release --quiet --example bare
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
map=target/release/marchland
"$map" export --date 1920-08-15 --of units -o "$work/state.geojson"
cp geodata/south-caucasus/context.geojson "$work/"
hyperfine -N --warmup 3 --runs 20 --export-markdown "$work/table.md" \
  -n "bare tiny-skia (no events, labels, legend)" "target/release/examples/bare $work $work/bare.png" \
  -n "marchland, PNG" "$map render --date 1920-08-15 --format png -o $work/maps" \
  -n "marchland, SVG" "$map render --date 1920-08-15 --format svg -o $work/maps" \
  -n "marchland, SVG and PNG" "$map render --date 1920-08-15 -o $work/maps" >/dev/null 2>&1
cat "$work/table.md"
hyperfine -N --warmup 1 --runs 5 --export-markdown "$work/table.md" \
  -n "marchland, 13 year maps in both formats" "$map render --years 1918..1930 -o $work/maps" >/dev/null 2>&1
cat "$work/table.md"
if python3 -c 'import geopandas, matplotlib' 2>/dev/null; then
  hyperfine -N --warmup 1 --runs 3 --export-markdown "$work/table.md" \
    -n "geopandas" "python3 tests/bench/geopandas_map.py $work $work/geopandas.png" >/dev/null 2>&1
  cat "$work/table.md"
else
  echo "geopandas is not installed: skipped"
fi
