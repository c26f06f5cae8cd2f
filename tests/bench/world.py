#!/usr/bin/env python3
"""Whole processes on the same data, side by side: marchland, a bare painter, Mapnik, mapshaper, d3-geo with resvg-js, geopandas.

    cargo build --release --bin marchland --example bare_world --example make_world
    python3 tests/bench/world.py [--work FOLDER] [--runs N] [--sizes 10000,100000,1000000,10000000] [--years N]
                                 [--only one,years,growth,large]

What is not installed is skipped, and said to be. Needed: Mapnik as /usr/bin/python3 sees it (Debian: python3-mapnik);
`npm install d3-geo @resvg/resvg-js topojson-client world-atlas mapshaper` with $NODE_MODULES naming its node_modules;
geopandas and matplotlib in the Python named by $GEOPANDAS_PYTHON (else this one).

The others fill and stroke the polygons and write a PNG of 1600 x 1000 in Equal Earth; they have no legend, no names, no
dates. Marchland makes its whole map. All run as new processes, in turn, so that a machine that is busy with other things is
busy for all; the least of the runs counts. Ratios are to marchland: 5.0 is five times as long. The bare painter
(bare_world.rs) is the floor: it reads the numbers, drops what lies less than 0.4 px apart, fills, strokes and encodes.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MODULES = os.environ.get("NODE_MODULES", os.path.join(ROOT, "node_modules"))
GEOPANDAS = os.environ.get("GEOPANDAS_PYTHON", sys.executable)
ENVIRONMENT = {**os.environ, "NODE_PATH": MODULES}
BARE, SHAPER = "bare painter", "mapshaper (SVG)"


def run(command):
    """Seconds, MB and CPU seconds of a process; None if it fails."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT)
    error = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - before
    if process.returncode != 0:
        print("  failed:", " ".join(command)[:90], error.strip().splitlines()[-1:], flush=True)
        return None
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def side_by_side(title, commands, runs):
    """Runs commands in turn and prints the least time of each and its ratio to the first."""
    best = {}
    for _ in range(runs):
        for name, command in commands.items():
            if name in best and best[name] is None:
                continue
            found = run(command)
            if found is None or best.get(name) is None or found[0] < best[name][0]:
                best[name] = found
    print(f"\n{title}\n\n| | s | of marchland | CPU s | MB |\n|---|---|---|---|---|")
    ours = next(iter(best.values()))
    if ours is None:
        sys.exit("marchland failed: nothing to compare with")
    for name, found in best.items():
        if found is None:
            print(f"| {name} | failed | | | |")
        else:
            print(f"| {name} | {found[0]:.2f} | {found[0] / ours[0]:.1f} | {found[2]:.2f} | {found[1]:.0f} |")
    sys.stdout.flush()
    return best


def have():
    """Which of the others are there."""
    def answers(*command):
        try:
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=ENVIRONMENT).returncode == 0
        except OSError:
            return False
    found = {
        "Mapnik": answers("/usr/bin/python3", "-c", "import mapnik"),
        "d3-geo and resvg-js": answers("node", "-e", "require('@resvg/resvg-js'); require.resolve('d3-geo')"),
        "mapshaper": os.path.exists(f"{MODULES}/mapshaper/bin/mapshaper"),
        "geopandas": answers(GEOPANDAS, "-c", "import geopandas, matplotlib"),
    }
    for name, there in found.items():
        if not there:
            print(f"{name} is not installed: skipped")
    return {name for name, there in found.items() if there}


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def real_world(work, binary):
    """The countries of Natural Earth as world-atlas packages them: a GeoJSON file, and a data set that marchland imports
    from it, with an invented change in every year so that no two maps are the same. None without the package."""
    source = f"{MODULES}/world-atlas/countries-10m.json"
    if not os.path.exists(source):
        print("world-atlas is not installed: an invented world is used instead")
        return None
    file, folder = f"{work}/countries.geojson", f"{work}/world"
    script = ("const t = require('topojson-client'), fs = require('fs');"
              f"const w = JSON.parse(fs.readFileSync('{source}'));"
              f"fs.writeFileSync('{file}', JSON.stringify(t.feature(w, w.objects.countries)));")
    subprocess.run(["node", "-e", script], check=True, env=ENVIRONMENT)
    if not os.path.exists(f"{folder}/events.toml"):
        subprocess.run([binary, "import", file, "--title", "The world", "-o", folder], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(f"{folder}/units.geojson", encoding="utf-8") as units:
            keys = [feature["properties"]["id"] for feature in json.load(units)["features"]]
        with open(f"{folder}/polities.toml", encoding="utf-8") as polities:
            holders = [line.split('"')[1] for line in polities if line.startswith("id = ")]
        with open(f"{folder}/events.toml", "a", encoding="utf-8") as events:
            for year in range(1901, 2000):
                unit, holder = keys[year * 37 % len(keys)], holders[year * 53 % len(holders)]
                events.write(f'\n[[event]]\nid = "e{year}"\ndate = "{year}-06-01"\nkind = "treaty"\ntitle.en = "Invented '
                             f'{year}"\ninferred = "invented"\n[[event.effect]]\nunits = ["{unit}"]\n'
                             f'control = "{holder}"\nsovereignty = "{holder}"\n')
    return file, folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", help="where data and pictures go and stay; else they are removed")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--years", type=int, default=100)
    parser.add_argument("--sizes", default="10000,100000,1000000,10000000")
    parser.add_argument("--only", default="one,years,growth,large")
    parser.add_argument("--binary", default=f"{ROOT}/target/release/marchland")
    parser.add_argument("--maker", default=f"{ROOT}/target/release/examples/make_world")
    parser.add_argument("--bare", default=f"{ROOT}/target/release/examples/bare_world")
    args = parser.parse_args()
    for program in (args.binary, args.maker, args.bare):
        if not os.path.exists(program):
            sys.exit(f"{program} is not built; the first lines of this file say how")
    only = args.only.split(",")
    work = args.work or tempfile.mkdtemp()
    others = have()
    out = f"{work}/out"
    os.makedirs(out, exist_ok=True)
    found = real_world(work, args.binary)
    if found is None:
        folder = f"{work}/invented"
        subprocess.run([args.maker, folder, "1000000", "2500", "100"], check=True)
        found = f"{folder}/units.geojson", folder
    countries, world = found

    def ours(data, *more):
        return [args.binary, "render", "--data", data, *more, "--format", "png", "-o"]

    def theirs(units, count):
        """The commands of the others for so many maps, in two processes at once if it is many."""
        programs = {
            "Mapnik": ["/usr/bin/python3", f"{HERE}/world_mapnik.py", units, out],
            "d3-geo and resvg-js": ["node", "--max-old-space-size=12000", f"{HERE}/world_d3.cjs", units, out],
            "geopandas": [GEOPANDAS, f"{HERE}/world_geopandas.py", units, out],
        }
        commands = {}
        for name, command in programs.items():
            if name not in others:
                continue
            if count == 1:
                commands[name] = [*command, "1"]
            else:
                line = " ".join(command)
                half = count // 2
                # Both halves write files of the same names: into folders of their own.
                first = line.replace(f" {out}", f" {out}/a")
                commands[f"{name}, two processes"] = ["sh", "-c", f"{first} {half} & {line} {count - half}; wait"]
        return commands

    def shaper(units):
        if "mapshaper" not in others:
            return {}
        return {SHAPER: ["node", "--max-old-space-size=12000", f"{MODULES}/mapshaper/bin/mapshaper", units, "-proj",
                         "eqearth", "-o", f"{out}/shaper.svg", "format=svg", "width=1600"]}

    os.makedirs(f"{out}/a", exist_ok=True)
    if "one" in only:
        day = ["--date", "1950-01-01"]
        side_by_side(
            f"One map of the countries of the world, {os.path.getsize(countries) / 1e6:.0f} MB of GeoJSON",
            {"marchland, the file": [*ours(countries, *day), f"{out}/one.png"],
             "marchland, imported": [*ours(world, *day), f"{out}/set.png"],
             BARE: [args.bare, countries, f"{out}/bare.png"], **theirs(countries, 1), **shaper(countries)}, args.runs)
    if "years" in only:
        years = f"1900..{1900 + args.years - 1}"
        side_by_side(f"{args.years} year maps of them",
                     {"marchland": [*ours(world, "--years", years), f"{out}/years"], **theirs(countries, args.years)},
                     max(1, args.runs // 2))
        files = [f"{out}/years/{name}" for name in os.listdir(f"{out}/years") if name.endswith(".png")]
        print(f"\n{len(files)} files, {sum(map(os.path.getsize, files)) / 1e6:.1f} MB")
    if "growth" in only:
        curve = {}
        sizes = [int(size) for size in args.sizes.split(",")]
        for size in sizes:
            data = f"{work}/grown-{size}"
            units = f"{data}/units.geojson"
            if not os.path.exists(units):
                subprocess.run([args.maker, data, str(size), str(min(2500, max(100, size // 400))), "100"], check=True)
            day = ["--date", "1800-01-01"]
            commands = {"marchland, the file": [*ours(units, *day), f"{out}/grown.png"],
                        "marchland, the set": [*ours(data, *day), f"{out}/set.png"],
                        BARE: [args.bare, units, f"{out}/bare.png"], **theirs(units, 1), **shaper(units)}
            title = f"{size:,} positions, {os.path.getsize(units) / 1e6:.0f} MB of GeoJSON"
            slow = {name: commands.pop(name) for name in ("geopandas", "Mapnik", "d3-geo and resvg-js", SHAPER)
                    if size >= 5_000_000 and name in commands}
            best = side_by_side(title, commands, args.runs)
            if slow:
                # What takes long needs no more than one run to be told from what does not.
                best |= side_by_side(f"{title}, the others", {"marchland, the file": commands["marchland, the file"],
                                                              **slow}, 1) | best
            for name, one in best.items():
                curve.setdefault(name, {})[size] = one
        print("\nSeconds by positions, and, in brackets, how many times as long as the size before\n")
        print("| |" + "".join(f" {size:,} |" for size in sizes) + "\n|---|" + "---|" * len(sizes))
        for name, by_size in curve.items():
            cells, last = [], None
            for size in sizes:
                one = by_size.get(size)
                grown = f" ({one[0] / last:.1f})" if one and last else ""
                cells.append(f"{one[0]:.2f}{grown}" if one else "")
                last = one[0] if one else None
            print(f"| {name} | " + " | ".join(cells) + " |")
    if "large" in only:
        data = f"{work}/large"
        if not os.path.exists(f"{data}/units.geojson"):
            subprocess.run([args.maker, data, "2000000", "20000", "5000"], check=True)
        shutil.rmtree(f"{out}/long", ignore_errors=True)
        print("\n20,000 units, 5,000 dates\n\n| | s | CPU s | MB |\n|---|---|---|---|")
        for name, command in {
            "one map": [*ours(data, "--date", "1800-01-01"), f"{out}/large.png"],
            "areas on a day": [args.binary, "areas", "--data", data, "--date", "1800-01-01"],
            "a map of each of 5,000 changes": [*ours(data, "--each", "change", "--size", "480x300"), f"{out}/long"],
        }.items():
            one = run(command)
            if one:
                print(f"| {name} | {one[0]:.1f} | {one[2]:.1f} | {one[1]:.0f} |", flush=True)
    if not args.work:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
