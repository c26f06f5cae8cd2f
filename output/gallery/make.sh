#!/usr/bin/env bash
# Makes the pictures of this folder again; run it after anything that changes what is drawn.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --quiet
draw() { target/release/marchland render --size 1200x750 --format png --small -o output/gallery "$@"; }
draw --date 1918-12-31,1920-06-30,1920-08-15,1920-12-15,1921-12-31,1924-12-31,1930-12-31
draw --date 1920-07-05 --view claims
draw --date 1921-12-31 --view sovereignty
draw --date 1920-12-15 --view certainty
draw --date 1920-12-15 --view sources
draw --date 1924-12-31 --lang hy
for style in article slide print-bw dark; do
  target/release/marchland render --size 1200x750 --small --date 1921-12-31 --style $style \
    -o output/gallery/south-caucasus_1921-12-31_control_$style.png
done
draw --date 1921-12-31 --lang az --focus nakhchivan-region
draw --date 1921-10-13 --focus nakhchivan-region
draw --date 1920-07-15 --reading sutad-38
target/release/marchland timeline --years 1920..1921 --size 1200x750 --format png -o output/gallery/south-caucasus_timeline_1920-1921.png
target/release/marchland compare 1920-12-01 1924-02-09 --size 1200x750 --format png -o output/gallery
target/release/marchland compare 1920-12-01 --with-view sovereignty --layout side-by-side --scale 0.75 --format png -o output/gallery
target/release/marchland sheet --years 1918..1930 --format png --small -o output/gallery
target/release/marchland animate --years 1918..1930 -o output/gallery
# Slides and a worksheet at half size, in a palette of colours; needs Pillow.
large=$(mktemp -d)
trap 'rm -rf "$large"' EXIT
halve() {
  python3 -c '
import sys
from PIL import Image
page = Image.open(sys.argv[1]).convert("RGB")
page = page.resize((page.width // 2, page.height // 2), Image.LANCZOS)
page.quantize(256, dither=Image.Dither.NONE).save(sys.argv[2], optimize=True)
' "$1" "output/gallery/$2"
}
target/release/marchland slides --format png -o "$large"
halve "$large"/*_08.png south-caucasus_slide_question.png
halve "$large"/*_10.png south-caucasus_slide_date.png
halve "$large"/*_11.png south-caucasus_slide_compare.png
target/release/marchland worksheet --date 1920-08-15 --style print-bw --no-key --dpi 180 -o "$large/worksheet.png"
halve "$large/worksheet.png" south-caucasus_1920-08-15_control_worksheet.png
