"""Makes the samples beside it: an invented island, in the layouts of the collections that "marchland import" knows.

The fields, the ways of writing dates and the habits of each collection are its own; land, names, dates and sources are
invented. Run it with shapely and GDAL's ogr2ogr; the tests read what it made, and never run it.
"""

import csv, json, os, random, subprocess, zipfile
from shapely import voronoi_polygons, unary_union, set_precision
from shapely.geometry import LineString, MultiPoint, Point, Polygon, MultiPolygon, mapping
from shapely.ops import polygonize, linemerge

HERE = os.path.dirname(os.path.abspath(__file__))


def displaced(a, b, depth, rough):
    """A border between two corners: the same from either end."""
    if depth == 0:
        return [a, b]
    low, high = sorted([a, b])
    rng = random.Random(f"{low} {high}")
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    middle = ((a[0] + b[0]) / 2 + rng.uniform(-1, 1) * rough * length, (a[1] + b[1]) / 2 + rng.uniform(-1, 1) * rough * length)
    middle = (round(middle[0], 3), round(middle[1], 3))
    return displaced(a, middle, depth - 1, rough)[:-1] + displaced(middle, b, depth - 1, rough)


def island():
    corners = [(-33.0, 30.2), (-32.1, 28.6), (-30.2, 28.1), (-28.4, 28.4), (-26.9, 29.3), (-26.4, 30.9), (-27.5, 32.2), (-29.4, 32.9), (-31.5, 32.4)]
    ring = []
    for a, b in zip(corners, corners[1:] + corners[:1]):
        ring += displaced(a, b, 4, 0.14)[:-1]
    coast = Polygon(ring).buffer(0)
    seeds = [(-31.9, 31.2), (-31.4, 29.6), (-30.1, 30.9), (-29.9, 29.0), (-28.9, 31.9), (-28.6, 30.3), (-27.4, 31.0), (-27.9, 29.3)]
    lines = []
    for cell in voronoi_polygons(MultiPoint(seeds), extend_to=coast.envelope).geoms:
        points = [(round(x, 3), round(y, 3)) for x, y in cell.exterior.coords]
        for a, b in zip(points, points[1:]):
            lines.append(LineString(displaced(*sorted([a, b]), 4, 0.1)))
    # Points of three decimals, about 100 m: neighbours share every one of them.
    net = set_precision(unary_union([coast.exterior] + lines), 0.001)
    faces = [face for face in polygonize(net) if coast.buffer(0.01).contains(face.representative_point())]
    lands = {}
    for number, seed in enumerate(seeds):
        lands[number] = next(face for face in faces if face.contains(Point(seed)))
    return lands


LAND = island()


def of(*numbers):
    return unary_union([LAND[number] for number in numbers])


def geometry(shape):
    shape = set_precision(shape, 0.001)
    def close(value):
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], (int, float)):
            return [round(value[0], 3), round(value[1], 3)]
        return [close(part) for part in value]
    made = mapping(shape)
    return {"type": made["type"], "coordinates": close(made["coordinates"])}


def feature(properties, shape, **more):
    return {"type": "Feature", "properties": properties, **more, "geometry": geometry(shape)}


def write(name, value):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    dump = lambda part: json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    with open(path, "w", encoding="utf-8") as out:
        if isinstance(value, dict) and "features" in value:
            head = {key: part for key, part in value.items() if key != "features"}
            out.write(dump(head)[:-1] + ',"features":[\n')
            out.write(",\n".join(dump(part) for part in value["features"]) + "\n]}\n")
        else:
            out.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def collection(file, features, /, **head):
    write(file, {"type": "FeatureCollection", **head, "features": features})


def shapefile(name, layer, fields, features):
    """A zipped Shapefile, with fields as (name, type) in the spelling of OGR."""
    work = os.path.join(HERE, "work")
    os.makedirs(work, exist_ok=True)
    source = os.path.join(work, layer + ".geojson")
    with open(source, "w") as out:
        json.dump({"type": "FeatureCollection", "features": features}, out)
    casts = ", ".join(f'CAST("{field}" AS {kind}) AS "{field}"' for field, kind in fields)
    subprocess.run(["ogr2ogr", "-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8", "-sql", f'SELECT {casts} FROM "{layer}"',
                    os.path.join(work, layer + ".shp"), source], check=True)
    with zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as out:
        for ending in ["shp", "shx", "dbf", "prj", "cpg"]:
            info = zipfile.ZipInfo(f"{layer}.{ending}", (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with open(os.path.join(work, f"{layer}.{ending}"), "rb") as part:
                out.writestr(info, part.read())
    for left in os.listdir(work):
        os.remove(os.path.join(work, left))
    os.rmdir(work)


def ahcb():
    def row(number, ident, name, full, version, start, end, change, citation, kind, land):
        return feature({"ID_NUM": number, "NAME": name, "ID": ident, "VERSION": version, "START_DATE": start, "END_DATE": end,
                        "CHANGE": change, "CITATION": citation, "START_N": int(start.replace("-", "")), "END_N": int(end.replace("-", "")),
                        "AREA_SQMI": 0, "TERR_TYPE": kind, "FULL_NAME": full, "ABBR_NAME": name[:2]}, of(*land))
    features = [
        row(1, "alt", "ALBA TERRITORY", "Alba Territory", 1, "1803-03-01", "1817-12-09", "Alba Territory created from unorganized land.", "(Sample Stat., vol. 1, ch. 7 [1803], p. 20)", "Territory", [0, 1, 2]),
        row(2, "als", "ALBA", "Alba", 1, "1817-12-10", "1836-07-03", "Alba admitted as a state.", "(Sample Stat., vol. 3, ch. 53 [1817], p. 472)", "State", [0, 1]),
        row(3, "als", "ALBA", "Alba", 2, "1836-07-04", "2000-12-31", "Alba gained the middle land from Boria Territory.", "(Sample Stat., vol. 5, ch. 54 [1836], p. 10)", "State", [0, 1, 2]),
        row(4, "bot", "BORIA TERRITORY", "Boria Territory", 1, "1817-12-10", "1836-07-03", "Boria Territory created from Alba Territory and unorganized land.", "(Sample Stat., vol. 3, ch. 59 [1817], p. 371)", "Territory", [2, 3, 5]),
        row(5, "bot", "BORIA TERRITORY", "Boria Territory", 2, "1836-07-04", "1859-02-13", "Boria Territory lost the middle land to Alba.", "(Sample Stat., vol. 5, ch. 54 [1836], p. 10)", "Territory", [3, 5]),
        row(6, "bos", "BORIA", "Boria", 1, "1859-02-14", "2000-12-31", "Boria admitted as a state.", "(Sample Stat., vol. 11, ch. 33 [1859], p. 383)", "State", [3, 5]),
        row(7, "ceu", "CELIA", "Celia (unorganized)", 1, "1803-03-01", "1859-02-13", "Celia left unorganized.", "(Sample Stat., vol. 1, ch. 7 [1803], p. 20)", "Unorganized Territory", [4, 6]),
        row(8, "ces", "CELIA", "Celia", 1, "1859-02-14", "2000-12-31", "Celia admitted as a state.", "(Sample Stat., vol. 11, ch. 34 [1859], p. 384)", "State", [4, 6]),
        row(9, "dep", "DESERTA", "Deserta (proposed)", 1, "1849-03-18", "1850-09-09", "State of Deserta proposed; not approved.", "(Sample Convention, 2-8)", "Other", [5, 7]),
        row(10, "dot", "DOVIA", "Dovia District", 1, "1803-03-01", "2000-12-31", "Dovia District created.", "(Sample Stat., vol. 1, ch. 8 [1803], p. 22)", "District", [7]),
    ]
    fields = [("ID_NUM", "integer"), ("NAME", "character(40)"), ("ID", "character(10)"), ("VERSION", "integer"), ("START_DATE", "date"), ("END_DATE", "date"), ("CHANGE", "character(120)"),
              ("CITATION", "character(120)"), ("START_N", "integer"), ("END_N", "integer"), ("AREA_SQMI", "integer"), ("TERR_TYPE", "character(30)"), ("FULL_NAME", "character(60)"), ("ABBR_NAME", "character(4)")]
    shapefile("US_AtlasHCB_StateTerr_Sample.zip", "US_HistStateTerr", fields, features)


def cshapes():
    rows = [
        (900, "Alba", "1886-01-01", "1918-11-10", "independent", 900, [0, 1, 2]),
        (900, "Alba", "1918-11-11", "2019-12-31", "independent", 900, [0, 1]),
        (910, "Boria", "1886-01-01", "1947-08-14", "colony", 900, [3, 7]),
        (910, "Boria", "1947-08-15", "2019-12-31", "independent", 910, [3, 7]),
        (920, "Celia", "1918-11-11", "1940-04-08", "independent", 920, [2, 5]),
        (920, "Celia", "1940-04-09", "1942-05-01", "occupied", 900, [2, 5]),
        (920, "Celia", "1942-05-02", "2019-12-31", "independent", 920, [2, 5]),
        (930, "Dovia", "1886-01-01", "1919-06-27", "protectorate", 940, [4]),
        (930, "Dovia", "1919-06-28", "1960-06-30", "mandate", 900, [4]),
        (930, "Dovia", "1960-07-01", "2019-12-31", "independent", 930, [4]),
        (940, "Elland", "1886-01-01", "2019-12-31", "independent", 940, [6]),
    ]
    features = []
    for number, (code, name, start, end, status, owner, land) in enumerate(rows, 1):
        at = of(*land).representative_point()
        features.append(feature({"gwcode": code, "country_name": name, "start": start, "end": end, "status": status, "owner": owner, "capname": name + " City",
                                 "caplong": round(at.x, 3), "caplat": round(at.y, 3), "b_def": 1, "fid": number}, of(*land)))
    collection("cshapes-2.0.geojson", features)
    # As the versions before 2.0 were published: a date in three fields, and -1 for what is not in one of the two lists of states.
    old = []
    for code, name, start, end, cow, land in [
        (900, "Alba", (1946, 1, 1), (1989, 12, 31), 900, [0, 1]),
        (900, "Alba", (1990, 1, 1), (2016, 6, 30), 900, [0, 1, 2]),
        (910, "Boria", (1947, 8, 15), (2016, 6, 30), 910, [3, 7]),
        (920, "Celia", (1946, 1, 1), (1989, 12, 31), -1, [2, 5]),
        (920, "Celia", (1990, 1, 1), (2016, 6, 30), -1, [5]),
        (-1, "Elland", (-1, -1, -1), (-1, -1, -1), 940, [6]),
    ]:
        cow_start, cow_end = (start, end) if 0 < start[0] else ((1950, 5, 1), (2016, 6, 30))
        if cow < 0:
            cow_start = cow_end = (-1, -1, -1)
        properties = {"CNTRY_NAME": name, "AREA": 1.0, "CAPNAME": name + " City", "FEATUREID": len(old), "COWCODE": cow}
        for key, value in zip(["COWSYEAR", "COWSMONTH", "COWSDAY", "COWEYEAR", "COWEMONTH", "COWEDAY"], cow_start + cow_end):
            properties[key] = value
        properties["GWCODE"] = code
        for key, value in zip(["GWSYEAR", "GWSMONTH", "GWSDAY", "GWEYEAR", "GWEMONTH", "GWEDAY"], start + end):
            properties[key] = value
        properties["ISO1AL3"] = name[:3].upper()
        old.append(feature(properties, of(*land)))
    kinds = {"CNTRY_NAME": "character(50)", "CAPNAME": "character(50)", "AREA": "float", "ISO1AL3": "character(3)"}
    shapefile("cshapes-0.6.zip", "cshapes", [(key, kinds.get(key, "integer")) for key in old[0]["properties"]], old)


def cliopatria():
    rows = [
        ("Alba", -500, -45, "POLITY", "Alba_(sample)", "sample_alba_1", "", "", [0, 1]),
        ("(Alban Empire)", -44, 120, "POLITY", "Alban_Empire_(sample)", "sample_alba_2", "", "Alba;Boria;Celia", [0, 1, 2, 3, 5]),
        ("Alba", -44, 120, "POLITY", "Alba_(sample)", "sample_alba_2", "(Alban Empire)", "", [0, 1]),
        ("Boria", -44, 120, "POLITY", "Boria_(sample)", "", "(Alban Empire)", "", [2, 3]),
        ("Celia", -44, 60, "POLITY", "Celia_(sample)", "", "(Alban Empire)", "", [5]),
        ("Celia", 61, 120, "POLITY", "Celia_(sample)", "", "(Alban Empire)", "", [5]),
        ("Alba", 121, 475, "POLITY", "Alba_(sample)", "sample_alba_3", "", "", [0, 1]),
        ("Boria", -500, -45, "POLITY", "Boria_(sample)", "sample_boria_1", "", "", [2, 3]),
        ("Boria", 121, 300, "POLITY", "Boria_(sample)", "", "", "", [2, 3, 5]),
        ("Dovians", -300, 475, "POLITY", "Dovians_(sample)", "", "", "", [4, 6]),
        ("Elland", -1, 1, "POLITY", "Elland_(sample)", "", "", "", [7]),
    ]
    collection("cliopatria.geojson", [
        feature({"Name": name, "FromYear": start, "ToYear": end, "Area": 1.0, "Type": kind, "Wikipedia": page, "SeshatID": seshat, "MemberOf": member, "Components": parts}, of(*land))
        for name, start, end, kind, page, seshat, member, parts, land in rows
    ])


def thenmap():
    rows = [
        # id, shapeid, name, wikidata, class, sdate, edate, version, versionset
        ("1", "11", "Alba", "1001", "al", "1900-01-01", "1949-12-31", "1", ""),
        ("2", "12", "Alba", "1001", "al", "1950-01-01", "9", "1", ""),
        ("3", "21", "Boria", "1002", "bo al-", "0", "1949-12-31", "1", ""),
        ("4", "22", "Republic of Boria", "1002", "bo", "1950-01-01", "1974-07-1", "1", ""),
        ("5", "23", "Boria", "1002", "bo", "1974-07-02", "9", "2", "boria"),
        ("6", "24", "Boria", "1002", "bo", "1974-07-02", "9", "1", "boria"),
        ("7", "31", "Celia", "-1", "ce", "1922-11-01", "7999-12-30", "1", ""),
        ("8", "41", "Mirror Lake", "1009", "lake", "0", "9", "", ""),
        ("9", "25", "Dovia", "1005", "limit bo-", "1974-07-02", "9", "1", "boria"),
    ]
    os.makedirs(os.path.join(HERE, "thenmap"), exist_ok=True)
    with open(os.path.join(HERE, "thenmap", "1.csv"), "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "shapeid", "name", "wikidata", "class", "sdate", "edate", "version", "versionset"])
        writer.writerows(rows)
    lake = Point(-29.9, 29.15).buffer(0.28, quad_segs=3)
    shapes = {11: of(0, 1), 12: of(0, 1, 2), 21: of(2, 3, 7), 22: of(3, 7), 23: of(3, 7), 24: of(3), 25: of(7), 31: of(4, 5, 6), 41: lake}
    for scale, step in [("m", 0.0), ("s", 0.05)]:
        features = [feature({"ID": number, "NAME": f"shape {number}"}, shape.simplify(step) if step else shape) for number, shape in shapes.items()]
        collection(f"thenmap/1-{scale}.geojson", features)
    write("thenmap/i18n.json", {"1": {"name": {"sv": "Alba", "en": "Alba"}}})


def basemaps():
    def row(name, of_whom, part, precision, land, abbreviated=None):
        return feature({"NAME": name, "ABBREVN": abbreviated or name, "SUBJECTO": of_whom, "BORDERPRECISION": precision, "PARTOF": part}, of(*land))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    files = {
        "bc500": [row("Alban hill peoples", None, None, 1, [0, 1]), row("Boria", "Boria", "Boria", 1, [2, 3]), row(None, None, None, 1, [4, 5, 6, 7])],
        "1914": [row("Alba", "Alba", "Alba", 3, [0, 1, 2]), row("Boria", "Alba", "Alba", 2, [3, 7]), row("Celia", "Celia", "Celia", 3, [4, 5]), row(None, None, None, 1, [6])],
        "1938": [row("Alba", "Alba", "Alba", 3, [0, 1]), row("Boria", "Boria", "Boria", 3, [2, 3, 7]), row("Celia", "Celia", "Celia", 3, [4, 5, 6])],
    }
    for year, features in files.items():
        collection(f"historical-basemaps/world_{year}.geojson", features, name=f"world_{year}", crs=crs)
    # Older than the first day that can be named.
    collection("historical-basemaps/world_bc123000.geojson", [row(None, None, None, 1, [0])], name="world_bc123000", crs=crs)


def ohm():
    def row(number, name, level, land, start, end, **more):
        tags = {"@id": f"relation/{number}", "admin_level": str(level), "boundary": "administrative", "name": name, "type": "boundary"}
        if start:
            tags["start_date"] = start
        if end:
            tags["end_date"] = end
        return feature({**tags, **{key.replace("__", ":"): value for key, value in more.items()}}, of(*land), id=f"relation/{number}")
    collection("ohm.geojson", [
        row(2690001, "Alba", 2, [0, 1], "1900-05-01", "1930-01-15", wikidata="Q1000001", name__tr="Elba", source="sample survey of 1901"),
        row(2690002, "Alba", 2, [0, 1, 2], "1930-01-15", None, wikidata="Q1000001", name__tr="Elba", source="sample treaty of 1930"),
        row(2690003, "Boria", 2, [2, 3], "1899", "1930-01-15", start_date__edtf="1899~"),
        row(2690004, "Boria", 2, [3], "1930-01-15", "1945-05-08"),
        row(2690005, "Celia", 2, [4, 5], "~1850", "1920s"),
        row(2690006, "Dovia", 2, [7], "1906", None, start_date__edtf="[1906..1908]"),
        row(2690007, "Elland", 2, [6], "before 1855", "1950-06"),
        row(2690008, "Upper Alba", 4, [0], "1900-05-01", "1930-01-15"),
        row(2690009, "Lower Alba", 4, [1], "1900-05-01", None),
    ], generator="overpass-turbo", copyright="invented")


def linked_places():
    def place(number, title, land, timespans, **more):
        return feature({"title": title, "ccodes": []}, of(*land), **{"@id": f"https://example.org/places/{number}", "names": [{"toponym": title, "lang": "en"}],
                       "types": [{"identifier": "aat:300232420", "label": "sovereign states"}], "when": {"timespans": timespans}, **more})
    features = [
        place(1, "Alba", [0, 1], [{"start": {"in": "1850"}, "end": {"in": "1870"}}, {"start": {"in": "1891-03-01"}, "end": {"in": "1912"}}]),
        place(2, "Boria", [2, 3], [{"start": {"earliest": "1855", "latest": "1857"}, "end": {"in": "1860-06-30"}}]),
        place(3, "Celia", [4, 5], [{"start": {"in": "-0043"}}]),
    ]
    # A place whose borders changed: each shape with its own time.
    own = lambda land, start, end: {**geometry(of(*land)), "when": {"timespans": [{"start": {"in": start}, **({"end": {"in": end}} if end else {})}]}}
    features.append({"type": "Feature", "@id": "https://example.org/places/4", "properties": {"title": "Dovia"}, "names": [{"toponym": "Dovia", "lang": "en"}],
                     "when": {"timespans": [{"start": {"in": "1800"}}]},
                     "geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [-27.4, 31.0]}, own([6], "1800", "1860"), own([6, 7], "1861", None)]}})
    collection("linked-places.jsonld", features, **{"@context": "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"})


for make in [ahcb, cshapes, cliopatria, thenmap, basemaps, ohm, linked_places]:
    make()
