"""Writes ../locator.geojson: seas, lakes, rivers and orienting towns around the region.

    python3 locator.py FOLDER

FOLDER has the shapefiles ne_10m_ocean, ne_10m_rivers_lake_centerlines and ne_10m_populated_places_simple of Natural
Earth (public domain), .shp and .dbf. Lakes, which that folder does not have, are kept as they are in the file. Needs
shapely.
"""
import json, struct, sys
from pathlib import Path
from shapely import set_precision
from shapely.geometry import LineString, MultiLineString, Polygon, box, mapping
from shapely.ops import linemerge, unary_union

HERE = Path(__file__).resolve().parent
FRAME = box(24.0, 33.5, 57.5, 47.5)
# Where one sea ends and the next begins: a box in which all water is of the sea.
SEAS = [
    ("caspian-sea", 1, box(46.0, 36.0, 55.2, 47.5), 0.02),
    ("sea-of-azov", 2, Polygon([(34.5, 46.0), (35.3, 45.25), (36.55, 45.25), (36.75, 45.36), (37.5, 45.3), (41, 46), (41, 47.5), (34.5, 47.5)]), 0.01),
    ("black-sea", 1, Polygon([(27.0, 41.9), (29.06, 41.22), (29.2, 41.22), (30, 40.5), (43, 40.5), (43, 47.5), (27.0, 47.5)]), 0.01),
    ("sea-of-marmara", 3, box(26.7, 40.2, 30.2, 41.22), 0.01),
    ("mediterranean", 1, Polygon([(24, 33.5), (36.6, 33.5), (36.6, 37.2), (28.4, 37.2), (28.4, 38.9), (26.75, 40.5), (24, 41.2)]), 0.01),
]
NAMES = {
    "caspian-sea": ("Caspian Sea", "Xəzər dənizi", "Կասպից ծով", "Каспийское море", "Hazar Denizi"),
    "black-sea": ("Black Sea", "Qara dəniz", "Սև ծով", "Чёрное море", "Karadeniz"),
    "sea-of-azov": ("Sea of Azov", "Azov dənizi", "Ազովի ծով", "Азовское море", "Azak Denizi"),
    "mediterranean": ("Mediterranean Sea", "Aralıq dənizi", "Միջերկրական ծով", "Средиземное море", "Akdeniz"),
    "van": ("Lake Van", "Van gölü", "Վանա լիճ", "Озеро Ван", "Van Gölü"),
    "urmia": ("Lake Urmia", "Urmiya gölü", "Ուրմիա լիճ", "Озеро Урмия", "Urmiye Gölü"),
    "sevan": ("Lake Sevan (Goycha)", "Göyçə gölü", "Սևանա լիճ", "Озеро Гокча (Севан)", "Gökçe Gölü"),
    "araz": ("Araz", "Araz", "Արաքս", "Аракс", "Aras"),
    "kura": ("Kura", "Kür", "Կուր", "Кура", "Kura"),
    "tigris": ("Tigris", "Dəclə", "Տիգրիս", "Тигр", "Dicle"),
    "euphrates": ("Euphrates", "Fərat", "Եփրատ", "Евфрат", "Fırat"),
    "volga": ("Volga", "Volqa", "Վոլգա", "Волга", "Volga"),
    "don": ("Don", "Don", "Դոն", "Дон", "Don"),
    "kuban": ("Kuban", "Kuban", "Կուբան", "Кубань", "Kuban"),
    "kizilirmak": ("Kızılırmak", "Qızılırmaq", "Կըզըլըրմակ", "Кызылырмак", "Kızılırmak"),
    "danube": ("Danube", "Dunay", "Դանուբ", "Дунай", "Tuna"),
    "dnieper": ("Dnieper", "Dnepr", "Դնեպր", "Днепр", "Dinyeper"),
    "tbilisi": ("Tbilisi", "Tbilisi", "Թբիլիսի", "Тбилиси", "Tiflis"),
    "yerevan": ("Yerevan", "İrəvan", "Երևան", "Ереван", "Erivan"),
    "baku": ("Baku", "Bakı", "Բաքու", "Баку", "Bakü"),
    "tehran": ("Tehran", "Tehran", "Թեհրան", "Тегеран", "Tahran"),
    "ankara": ("Ankara", "Ankara", "Անկարա", "Анкара", "Ankara"),
    "istanbul": ("Istanbul", "İstanbul", "Ստամբուլ", "Стамбул", "İstanbul"),
    "tabriz": ("Tabriz", "Təbriz", "Թավրիզ", "Тебриз", "Tebriz"),
    "erzurum": ("Erzurum", "Ərzurum", "Էրզրում", "Эрзурум", "Erzurum"),
    "mosul": ("Mosul", "Mosul", "Մոսուլ", "Мосул", "Musul"),
    "batumi": ("Batumi", "Batumi", "Բաթումի", "Батуми", "Batum"),
}
# Names of Natural Earth, by those of this file; rank.
RIVERS = {
    "araz": (("Aras",), 2), "kura": (("Kr",), 2), "tigris": (("Tigris", "Dicle"), 1),
    "euphrates": (("Euphrates", "Firat", "Al Furat"), 1), "volga": (("Volga",), 1), "don": (("Don",), 2),
    "kuban": (("Kuban",), 3), "kizilirmak": (("Kiz?lirmak",), 3), "danube": (("Danube",), 3),
    "dnieper": (("Dnipro (Dnieper)",), 3),
}
TOWNS = {
    "tbilisi": ("Tbilisi", 1), "yerevan": ("Yerevan", 1), "baku": ("Baku", 1), "tehran": ("Tehran", 1),
    "ankara": ("Ankara", 1), "istanbul": ("Istanbul", 2), "tabriz": ("Tabriz", 2), "erzurum": ("Erzurum", 2),
    "mosul": ("Mosul", 2), "batumi": ("Batumi", 3),
}
BASIS = "Natural Earth (public domain)"


def records(stem):
    """Geometries and attributes of a shapefile."""
    b = Path(f"{stem}.shp").read_bytes()
    shapes, i = [], 100
    while i < len(b):
        _, length = struct.unpack(">ii", b[i:i + 8])
        r = b[i + 8:i + 8 + 2 * length]
        i += 8 + 2 * length
        (kind,) = struct.unpack("<i", r[:4])
        if kind == 1:
            shapes.append([[struct.unpack("<dd", r[4:20])]])
        elif kind in (3, 5):
            parts, points = struct.unpack("<ii", r[36:44])
            starts = struct.unpack(f"<{parts}i", r[44:44 + 4 * parts]) + (points,)
            flat = struct.unpack(f"<{2 * points}d", r[44 + 4 * parts:44 + 4 * parts + 16 * points])
            pairs = list(zip(flat[::2], flat[1::2]))
            shapes.append([pairs[starts[j]:starts[j + 1]] for j in range(parts)])
        else:
            shapes.append([])
    b = Path(f"{stem}.dbf").read_bytes()
    count, head, size = struct.unpack("<IHH", b[4:12])
    fields, i = [], 32
    while b[i] != 13:
        fields.append((b[i:i + 11].split(b"\0")[0].decode(), b[i + 16]))
        i += 32
    rows = []
    for k in range(count):
        at, row = head + k * size + 1, {}
        for name, width in fields:
            row[name.lower()] = b[at:at + width].decode("utf8", "replace").strip()
            at += width
        rows.append(row)
    return list(zip(shapes, rows))


def rounded(value):
    if isinstance(value, (int, float)):
        return round(value, 2)
    return [rounded(one) for one in value]


def feature(kind, key, rank, geometry, basis):
    properties = {"kind": kind, "id": key}
    for field, words in zip(("name", "name:az", "name:hy", "name:ru", "name:tr"), NAMES.get(key, ())):
        properties[field] = words
    properties |= {"rank": rank, "basis": basis}
    shape = mapping(geometry) if not isinstance(geometry, dict) else geometry
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": shape["type"], "coordinates": rounded(shape["coordinates"])}}


def main(folder):
    folder, out = Path(folder), []
    old = json.loads((HERE / "../locator.geojson").read_text())["features"]
    rings = [Polygon(ring) for shape, _ in records(folder / "ne_10m_ocean") for ring in shape]
    # Rings of one file by the even-odd rule: water less islands less ...
    ocean = Polygon()
    for ring in sorted((ring.buffer(0) for ring in rings), key=lambda ring: -ring.area):
        if ring.intersects(FRAME):
            ocean = ocean.symmetric_difference(ring.intersection(FRAME))
    for key, rank, area, least in SEAS:
        sea = ocean.intersection(area).intersection(FRAME)
        ocean = ocean.difference(area)
        # Without straits and inlets too narrow to be seen, whose banks would meet in rounding.
        sea = sea.buffer(-0.03, join_style="mitre").buffer(0.03, join_style="mitre")
        sea = set_precision(sea.simplify(0.03).intersection(FRAME), 0.01)
        parts = [part for part in getattr(sea, "geoms", [sea]) if part.area > least]
        holes = lambda part: [hole for hole in part.interiors if Polygon(hole).area > 0.02]
        parts = [Polygon(part.exterior, holes(part)) for part in parts]
        out.append(feature("sea", key, rank, unary_union(parts), f"{BASIS}, 1:10m, thinned to 0.03 degrees"))
    for one in old:
        if one["properties"]["kind"] == "lake":
            key = one["properties"]["id"]
            out.append(feature("lake", key, 2, one["geometry"], one["properties"]["basis"]))
    lines = records(folder / "ne_10m_rivers_lake_centerlines")
    for key, (names, rank) in RIVERS.items():
        found = [LineString(part) for shape, row in lines if row["name"] in names for part in shape if len(part) > 1]
        near = unary_union([line.intersection(FRAME) for line in found])
        near = linemerge(near) if isinstance(near, MultiLineString) else near
        near = near.simplify(0.04)
        out.append(feature("river", key, rank, near, f"{BASIS}, 1:10m, thinned to 0.04 degrees"))
    places = records(folder / "ne_10m_populated_places_simple")
    for key, (name, rank) in TOWNS.items():
        (point,) = [shape[0][0] for shape, row in places if row["name"] == name and FRAME.contains(box(*shape[0][0], *shape[0][0]).centroid)]
        out.append(feature("town", key, rank, {"type": "Point", "coordinates": point}, f"{BASIS}, 1:10m"))
    text = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in out)
    (HERE / "../locator.geojson").write_text('{"type":"FeatureCollection","features":[\n' + text + "\n]}\n")


main(sys.argv[1])
