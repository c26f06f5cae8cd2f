#!/usr/bin/env python3
"""Builds ../units.geojson from the digitizing files of this folder.

    pip install shapely
    python3 build.py

Reads lines.geojson (the network of lines), seeds.csv (a point and the attributes of every unit) and names.csv
(the names),
writes ../units.geojson, boundaries.csv (which line separates which two units), areas.md (our areas beside the
published ones of areas.csv) and ../boundaries.toml (what every border follows).  Reads no file outside this folder.
"""
import csv
import json
import math
import os
import sys

import shapely
from shapely.geometry import LineString, Point, Polygon, box, shape
from shapely.ops import polygonize, unary_union

HERE = os.path.dirname(os.path.abspath(__file__))
FRAME = (40.8, 37.6, 50.4, 42.6)
GRID = 1e-5
GRAIN = 1.0  # km2: a smaller face without a seed is a sliver and joins its longest neighbour


def ring_area(ring):
    """Area of a ring in km2 on the WGS84 ellipsoid (edges straight in longitude and latitude)."""
    e2 = 0.0066943799901413165
    e = math.sqrt(e2)

    def q(lat):
        s = math.sin(math.radians(lat))
        return (1 - e2) * (s / (1 - e2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    qp = q(90.0)
    r2 = 6378.137 ** 2 * qp / 2
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        total += math.radians(x2 - x1) * (q(y1) + q(y2)) / (2 * qp)
    return abs(total) * r2


def area(geom):
    polys = geom.geoms if geom.geom_type == "MultiPolygon" else [geom]
    return sum(
        ring_area(list(p.exterior.coords)) - sum(ring_area(list(h.coords)) for h in p.interiors) for p in polys
    )


def text(value):
    """A string, or a list of strings, as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)


def main():
    with open(os.path.join(HERE, "lines.geojson"), encoding="utf-8") as f:
        lines = json.load(f)["features"]
    with open(os.path.join(HERE, "seeds.csv"), encoding="utf-8", newline="") as f:
        seeds = list(csv.DictReader(f))
    with open(os.path.join(HERE, "names.csv"), encoding="utf-8", newline="") as f:
        names = {row["id"]: row for row in csv.DictReader(f)}

    frame = box(*FRAME)
    w, s, e, n = FRAME
    ring = [(w, s)]
    ring += [(w + i * 0.8, s) for i in range(1, 13)] + [(e, s + i * 1.0) for i in range(1, 6)]
    ring += [(e - i * 0.8, n) for i in range(1, 13)] + [(w, n - i * 1.0) for i in range(1, 5)]
    ring = LineString([(round(x, 5), round(y, 5)) for x, y in ring] + [(w, s)])
    parts = [ring]
    for feature in lines:
        clipped = shape(feature["geometry"]).intersection(frame)
        if not clipped.is_empty:
            parts.append(clipped)
    network = shapely.union_all([shapely.set_precision(p, GRID) for p in parts], grid_size=GRID)
    faces = [p for p in polygonize(network)]

    # --- seeds
    owner = [None] * len(faces)
    tree = shapely.STRtree(faces)
    failed = False
    for seed in seeds:
        point = Point(float(seed["lon"]), float(seed["lat"]))
        hits = [i for i in tree.query(point) if faces[i].contains(point)]
        if len(hits) != 1:
            print("seed in no face:", seed["id"], file=sys.stderr)
            failed = True
            continue
        if owner[hits[0]] not in (None, seed["id"]):
            print("two seeds in one face:", owner[hits[0]], seed["id"], file=sys.stderr)
            failed = True
        owner[hits[0]] = seed["id"]

    # --- slivers join the neighbour with the longest common edge
    for _ in range(10):
        loose = [i for i, o in enumerate(owner) if o is None]
        if not loose:
            break
        for i in loose:
            size = area(faces[i])
            best = (0.0, None)
            for j in tree.query(faces[i]):
                if owner[j] is None or j == i:
                    continue
                length = faces[i].intersection(faces[j]).length
                if length > best[0]:
                    best = (length, owner[j])
            if best[1] is None:
                continue
            if size > GRAIN:
                p = faces[i].representative_point()
                print(f"face without a seed: {size:.1f} km2 at {p.x:.3f} {p.y:.3f}, joined to {best[1]}", file=sys.stderr)
                failed = True
            owner[i] = best[1]

    units = {}
    for face, o in zip(faces, owner):
        if o not in (None, "sea"):
            units.setdefault(o, []).append(face)
    merged = {}
    for name, list_ in units.items():
        # the faces of one unit are joined along common edges; collinear points are kept (no T-junction)
        geom = list_[0] if len(list_) == 1 else unary_union(list_)
        merged[name] = geom

    # every vertex of the network that lies on an outline is a vertex of it
    nodes = set()
    for geom in merged.values():
        for p in geom.geoms if geom.geom_type == "MultiPolygon" else [geom]:
            for r in [p.exterior, *p.interiors]:
                nodes.update((round(x, 5), round(y, 5)) for x, y in r.coords)

    def clean(r):
        out = []
        for x, y in r.coords:
            c = (round(x, 5), round(y, 5))
            if not out or out[-1] != c:
                out.append(c)
        if out[0] == out[-1]:
            out.pop()
        k = out.index(min(out))  # every ring starts at its westernmost vertex: stable differences
        return out[k:] + out[:k] + [out[k]]

    features = []
    report = {}
    edges = {}
    for seed in seeds:
        name = seed["id"]
        if name == "sea" or name in report or name not in merged:
            continue  # a further seed of a unit in several parts
        geom = merged[name]
        polys = []
        for p in geom.geoms if geom.geom_type == "MultiPolygon" else [geom]:
            polys.append([clean(p.exterior)] + [clean(h) for h in p.interiors])
        polys.sort(key=lambda rings: -ring_area(rings[0]))
        # exterior rings counter-clockwise, holes clockwise
        oriented = []
        for rings in polys:
            q = Polygon(rings[0], rings[1:])
            if not q.is_valid:
                print("invalid ring:", name, shapely.is_valid_reason(q), file=sys.stderr)
                failed = True
            q = shapely.geometry.polygon.orient(q, 1.0)
            oriented.append([[list(c) for c in q.exterior.coords]] + [[list(c) for c in h.coords] for h in q.interiors])
            for r in oriented[-1]:
                for a, b in zip(r, r[1:]):
                    edges.setdefault((min(tuple(a), tuple(b)), max(tuple(a), tuple(b))), []).append(name)
        geometry = (
            {"type": "Polygon", "coordinates": oriented[0]}
            if len(oriented) == 1
            else {"type": "MultiPolygon", "coordinates": oriented}
        )
        properties = {
            "id": name,
            "name": names[name]["en"],
            "name:az": names[name]["az"],
            "name:hy": names[name]["hy"],
            "name:ru": names[name]["ru"],
            "name:tr": names[name]["tr"],
            "uezd": seed["uezd"] or None,
            "basis": seed["basis"],
            "accuracy_km": float(seed["accuracy_km"] or 5),
            "certainty": seed["certainty"] or "inferred",
            "rank": int(seed["rank"]),
            "surround": seed["surround"] == "true",
        }
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
        report[name] = area(geom)

    # --- checks: every edge belongs to one unit (coast, frame) or two, no vertex lies on the inside of an edge
    for edge, who in edges.items():
        if len(who) > 2 or (len(who) == 2 and who[0] == who[1]):
            print("edge used wrongly:", edge, who, file=sys.stderr)
            failed = True
    loose = [LineString(k) for k, v in edges.items() if len(v) == 1]
    node_tree = shapely.STRtree([Point(c) for c in nodes])
    for l in loose:
        for i in node_tree.query(l, predicate="intersects"):
            c = node_tree.geometries[i].coords[0]
            if c != l.coords[0] and c != l.coords[1]:
                print("T-junction at", c, file=sys.stderr)
                failed = True
    total = sum(report.values())
    print(f"{len(features)} units, {sum(len(r) for f in features for p in (f['geometry']['coordinates'] if f['geometry']['type'] == 'MultiPolygon' else [f['geometry']['coordinates']]) for r in p)} vertices, {total:.0f} km2")
    for name, value in report.items():
        print(f"{name:20s} {value:10.1f}")

    with open(os.path.join(HERE, "..", "units.geojson"), "w", encoding="utf-8") as f:
        f.write('{"type":"FeatureCollection","features":[\n')
        f.write(",\n".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) for x in features))
        f.write("\n]}\n")

    # --- which line separates which two units
    line_tree = shapely.STRtree([shape(x["geometry"]) for x in lines])
    between = {}
    for edge, who in edges.items():
        if len(who) != 2:
            continue
        middle = LineString(edge).interpolate(0.5, normalized=True)
        i = line_tree.nearest(middle)
        length = 2 * 6371.0 * math.asin(
            math.sqrt(
                math.sin(math.radians(edge[1][1] - edge[0][1]) / 2) ** 2
                + math.cos(math.radians(edge[0][1]))
                * math.cos(math.radians(edge[1][1]))
                * math.sin(math.radians(edge[1][0] - edge[0][0]) / 2) ** 2
            )
        )
        key = (min(who), max(who))
        between.setdefault(key, {}).setdefault(int(i), 0.0)
        between[key][int(i)] += length
    with open(os.path.join(HERE, "boundaries.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["unit_a", "unit_b", "line", "length_km", "follows", "accuracy_km", "certainty", "source"])
        for (a, b), found in sorted(between.items()):
            for i, length in sorted(found.items(), key=lambda kv: -kv[1]):
                if length < 0.3:
                    continue
                p = lines[i]["properties"]
                out.writerow([a, b, p["id"], f"{length:.1f}", p["follows"], p["accuracy_km"], p["certainty"], p["source"]])
    # --- our areas beside the published ones
    with open(os.path.join(HERE, "areas.csv"), encoding="utf-8", newline="") as f:
        published = list(csv.DictReader(f))
    with open(os.path.join(HERE, "areas.md"), "w", encoding="utf-8") as f:
        f.write("# Areas of the digitized units\n\n")
        f.write("Written by `build.py`; the published figures and the remarks stand in `areas.csv`. Areas are in km2 on the\n")
        f.write("WGS84 ellipsoid. Inferred lines were placed, within their stated accuracy, so that the old figures are met; traced\n")
        f.write("modern borders were never moved for it.\n\n")
        f.write("| land | published | ours | difference | source of the figure | remark |\n|---|---:|---:|---:|---|---|\n")
        for row in published:
            ours = sum(report[u] for u in row["units"].split())
            value = float(row["km2"])
            f.write(
                f"| {row['land']} | {value:,.0f} | {ours:,.0f} | {100 * (ours - value) / value:+.1f} % | {row['source']} | {row['remark']} |\n"
            )
        f.write("\n## All units\n\n| unit | km2 |\n|---|---:|\n")
        for name, value in report.items():
            f.write(f"| {name} | {value:,.1f} |\n")
    # --- what every border follows: the rows of boundaries.csv for the readers of the maps
    with open(os.path.join(HERE, "..", "boundaries.toml"), "w", encoding="utf-8", newline="\n") as f:
        f.write("# What the border of every two neighbouring units follows. Written by digitize/build.py, not to be edited:\n")
        f.write("# change digitize/lines.geojson instead. `along` names one of the lines there where a border is made of several.\n")
        f.write("# `approximate` borders are off by 2 km or more, or are inferred or contested.\n")
        for (a, b), found in sorted(between.items()):
            rows = [(lines[i]["properties"], n) for i, n in sorted(found.items(), key=lambda kv: -kv[1]) if n >= 0.3]
            whole = sum(n for _, n in rows)
            alike = {tuple(p[k] for k in ("follows", "accuracy_km", "certainty", "source")) for p, _ in rows}
            for p, n in rows if len(alike) > 1 else rows[:1]:
                f.write(f"\n[[boundary]]\nunits = {text([a, b])}\n")
                if len(alike) > 1:
                    f.write(f"along = {text(p['id'])}\n")
                f.write(f"follows = {text(p['follows'])}\naccuracy_km = {p['accuracy_km']}\n")
                f.write(f"certainty = {text(p['certainty'])}\n")
                if p["accuracy_km"] >= 2 or p["certainty"] != "stated":
                    f.write("approximate = true\n")
                f.write(f"source = {text(p['source'])}\n")
                share = f"{n:.1f} of {whole:.1f} km" if len(alike) > 1 else f"{whole:.1f} km"
                f.write(f"note = {text('Length: ' + share + '.')}\n")
    if failed:
        sys.exit("there were faults (see above)")


if __name__ == "__main__":
    main()
