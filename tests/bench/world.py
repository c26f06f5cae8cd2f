#!/usr/bin/env python3
"""Whole processes on the same data, side by side: marchland, Mapnik, mapshaper, d3-geo with resvg-js, geopandas.

    python3 tests/bench/world.py [--work FOLDER] [--runs N] [--sizes 10000,100000,1000000,10000000] [--years N]
                                 [--only one,years,growth]

What is not installed is skipped, and said to be. Needed: Mapnik as /usr/bin/python3 sees it (Debian: python3-mapnik);
`npm install d3-geo @resvg/resvg-js topojson-client world-atlas mapshaper` in the folder $NODE_MODULES/..;
geopandas and matplotlib in the Python named by $GEOPANDAS_PYTHON (else this one).

The others fill and stroke the polygons and write a PNG of 1600 x 1000 in Equal Earth; they have no legend, no names, no
dates. Marchland makes its whole map. Runs alternate, so that a machine that is busy with other things is busy for all;
the least of the runs counts. Ratios are to marchland: 5.0 is five times as long.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MODULES = os.environ.get("NODE_MODULES", os.path.join(ROOT, "node_modules"))
GEOPANDAS = os.environ.get("GEOPANDAS_PYTHON", sys.executable)


def run(command):
    """Seconds and MB of a process; None if it fails."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env={**os.environ, "NODE_PATH": MODULES})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - before
    error = process.stderr.read().decode(errors="replace")
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
            if found is None:
                best[name] = None
            elif name not in best or found[0] < best[name][0]:
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
                                  env={**os.environ, "NODE_PATH": MODULES}).returncode == 0
        except OSError:
            return False
    found = {
        "Mapnik": answers("/usr/bin/python3", "-c", "import mapnik"),
        "d3-geo and resvg-js": answers("node", "-e", "require('@resvg/resvg-js')"),
        "mapshaper": os.path.exists(f"{MODULES}/mapshaper/bin/mapshaper"),
        "geopandas": answers(GEOPANDAS, "-c", "import geopandas, matplotlib"),
    }
    for name, there in found.items():
        if not there:
            print(f"{name} is not installed: skipped")
    return {name for name, there in found.items() if there}


def real_world(folder):
    """The countries of Natural Earth as world-atlas packages them, as a data set; None without the package."""
    source = f"{MODULES}/world-atlas/countries-10m.json"
    if not os.path.exists(source):
        print("world-atlas is not installed: an invented world is used instead")
        return None
    os.makedirs(folder, exist_ok=True)
    script = ("const t = require('topojson-client'), fs = require('fs');"
              f"const w = JSON.parse(fs.readFileSync('{source}'));"
              f"fs.writeFileSync('{folder}/raw.geojson', JSON.stringify(t.feature(w, w.objects.countries)));")
    subprocess.run(["node", "-e", script], check=True, env={**os.environ, "NODE_PATH": MODULES})
    # The package rounds coordinates, so that some rings touch themselves: our reader refuses such, GEOS mends them.
    mend = ("import sys, json, shapely, shapely.geometry as g\n"
            "w = json.load(open(sys.argv[1]))\n"
            "for f in w['features']:\n"
            "    s = shapely.make_valid(shapely.set_precision(shapely.make_valid(g.shape(f['geometry'])), 1e-6))\n"
            "    parts = [p for p in shapely.get_parts(shapely.get_parts(s)) if p.geom_type == 'Polygon']\n"
            "    f['geometry'] = g.mapping(g.MultiPolygon(parts))\n"
            "w['features'] = [f for f in w['features'] if f['geometry']['coordinates']]\n"
            "json.dump(w, open(sys.argv[1], 'w'))\n")
    if subprocess.run([GEOPANDAS, "-c", mend, f"{folder}/raw.geojson"]).returncode != 0:
        print("shapely is not installed: an invented world is used instead")
        return None
    with open(f"{folder}/raw.geojson") as file:
        world = json.load(file)
    features, polities, effects = [], [], []
    for i, feature in enumerate(world["features"]):
        name = feature["properties"].get("name") or feature["properties"].get("a3") or f"Country {i}"
        features.append({"type": "Feature", "geometry": feature["geometry"],
                         "properties": {"id": f"u{i}", "name": name, "rank": 0}})
        polities.append(f'[[polity]]\nid = "p{i}"\nname.en = {json.dumps(name, ensure_ascii=False)}\n'
                        f'kind = "state"\ncolour = "p{i}"\n')
        effects.append(f'[[event.effect]]\nunits = ["u{i}"]\ncontrol = "p{i}"\nsovereignty = "p{i}"\n')
    events = ['[[event]]\nid = "start"\ndate = "1900-01-01"\nkind = "baseline"\ntitle.en = "Invented beginning"\n'
              'inferred = "invented"\ncertainty = "inferred"\n' + "".join(effects)]
    # Invented changes, one in every year, so that no two maps are the same.
    for year in range(1901, 2000):
        unit, holder = year * 37 % len(features), year * 53 % len(features)
        events.append(f'[[event]]\nid = "e{year}"\ndate = "{year}-06-01"\nkind = "treaty"\ntitle.en = "Invented '
                      f'{year}"\ninferred = "invented"\n[[event.effect]]\nunits = ["u{unit}"]\n'
                      f'control = "p{holder}"\nsovereignty = "p{holder}"\n')
    write = lambda name, text: open(f"{folder}/{name}", "w").write(text)
    write("units.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    write("polities.toml", "\n".join(polities))
    write("events.toml", "\n".join(events))
    write("dataset.toml", 'id = "world"\ntitle.en = "The world"\nperiod = "1900-01-01/1999-12-31"\n'
          'extent = [-180.0, -90.0, 180.0, 90.0]\nlanguages = ["en"]\nlicence = "CC0-1.0"\ncredits = ["Natural Earth"]\n')
    write("context.geojson", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"kind": "sea"}, "geometry": {"type": "Polygon", "coordinates": [[
            [-180, -90], [-90, -90], [0, -90], [90, -90], [180, -90], [180, 90], [90, 90], [0, 90], [-90, 90],
            [-180, 90], [-180, -90]]]}}]}))
    return folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--years", type=int, default=100)
    parser.add_argument("--sizes", default="10000,100000,1000000,10000000")
    parser.add_argument("--only", default="one,years,growth")
    parser.add_argument("--binary", default=f"{ROOT}/target/release/marchland")
    parser.add_argument("--maker", default=f"{ROOT}/target/release/examples/make_world")
    args = parser.parse_args()
    only = args.only.split(",")
    work = args.work or tempfile.mkdtemp()
    others = have()
    out = f"{work}/out"
    os.makedirs(out, exist_ok=True)
    world = real_world(f"{work}/world")
    if world is None:
        world = f"{work}/invented"
        subprocess.run([args.maker, world, "1000000", "2500", "100"], check=True)

    def theirs(data, count):
        """The commands of the others for so many maps, each in two processes at once if it is many."""
        units = f"{data}/units.geojson"
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
                commands[f"{name}, two processes"] = ["sh", "-c", f"{line} {half} & {line} {count - half}; wait"]
        return commands

    day = "1950-01-01"
    if "one" in only:
        ours = [args.binary, "render", "--data", world, "--date", day, "--format", "png", "-o", f"{out}/one.png"]
        side_by_side("One map of the countries of the world", {"marchland": ours, **theirs(world, 1)}, args.runs)
    if "years" in only:
        years = f"1900..{1900 + args.years - 1}"
        ours = [args.binary, "render", "--data", world, "--years", years, "--format", "png", "-o", f"{out}/years"]
        side_by_side(f"{args.years} year maps of them", {"marchland": ours, **theirs(world, args.years)},
                     max(1, args.runs - 1))
        files = [f"{out}/years/{name}" for name in os.listdir(f"{out}/years") if name.endswith(".png")]
        print(f"\n{len(files)} files, {sum(map(os.path.getsize, files)) / 1e6:.1f} MB")
    if "growth" in only:
        for size in map(int, args.sizes.split(",")):
            data = f"{work}/grown-{size}"
            if not os.path.exists(f"{data}/units.geojson"):
                subprocess.run([args.maker, data, str(size), str(min(2500, max(100, size // 400))), "100"], check=True)
            commands = {"marchland": [args.binary, "render", "--data", data, "--date", "1800-01-01", "--format",
                                      "png", "-o", f"{out}/grown.png"], **theirs(data, 1)}
            if "mapshaper" in others:
                commands["mapshaper (SVG)"] = ["node", "--max-old-space-size=12000",
                                               f"{MODULES}/mapshaper/bin/mapshaper", f"{data}/units.geojson", "-proj",
                                               "eqearth", "-o", f"{out}/grown.svg", "format=svg", "width=1600"]
            if size >= 1_000_000 and "geopandas" in commands and args.runs < 3:
                commands.pop("geopandas")
            side_by_side(f"{size} vertices, {os.path.getsize(data + '/units.geojson') / 1e6:.0f} MB of GeoJSON", commands,
                         1 if size >= 10_000_000 else args.runs)
    if not args.work:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
