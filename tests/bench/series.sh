#!/usr/bin/env bash
# All changes of the built-in set from 1918 to 1930 as PNG of 1600x1000, from a cold process: marchland beside the floor
# (bare_series.rs), and itself laying out every map alone. Needs hyperfine and python3. Compare ratios within one run;
# machines are noisy.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --quiet --bin marchland
cargo build --release --quiet --example bare_series
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
map=target/release/marchland
"$map" render --years 1918..1930 --each change --format svg -o "$work/dates" >/dev/null
for file in "$work"/dates/*.svg; do
  day=$(basename "$file" | grep -o '[0-9]\{4\}-[0-9][0-9]-[0-9][0-9]')
  "$map" export --date "$day" --of units -o "$work/$day.geojson"
done
cp geodata/south-caucasus/context.geojson "$work/"
python3 - "$work" <<'PY'
import glob, json, os, sys
work = sys.argv[1]
files = sorted(glob.glob(f"{work}/????-??-??.geojson"))
with open(f"{work}/holders.csv", "w") as out:
    for file in files:
        features = json.load(open(file))["features"]
        holders = [feature["properties"].get("control") or "" for feature in features]
        out.write(",".join([os.path.basename(file)[:10], *holders]) + "\n")
os.rename(files[0], f"{work}/units.geojson")
PY
hyperfine -N --warmup 1 --runs 8 --export-markdown "$work/table.md" \
  -n "bare tiny-skia, changed land only" "target/release/examples/bare_series $work $work/bare" \
  -n "marchland, a series" "$map render --years 1918..1930 --each change --format png -o $work/maps" \
  -n "marchland, every map alone" "$map render --years 1918..1930 --each change --format png --loose -o $work/loose" \
  -n "marchland, atlas" "$map atlas -o $work/atlas.html" >/dev/null 2>&1
cat "$work/table.md"
