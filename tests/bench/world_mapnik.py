"""Mapnik: polygons of a GeoJSON file filled and stroked, so many times: FILE FOLDER COUNT."""
import sys
import mapnik

units, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
MAP = """<Map srs="+proj=eqearth +ellps=WGS84" background-color="#cfe2ec"><Style name="s"><Rule>
<PolygonSymbolizer fill="#e8d8b0"/><LineSymbolizer stroke="#4a3f3a" stroke-width="1"/></Rule></Style>
<Layer name="l" srs="+proj=longlat +ellps=WGS84"><StyleName>s</StyleName>
<Datasource><Parameter name="type">geojson</Parameter><Parameter name="file">%s</Parameter></Datasource></Layer></Map>"""
world = mapnik.Map(1600, 1000)
mapnik.load_map_from_string(world, MAP % units)
world.zoom_to_box(mapnik.Box2d(-17243959, -7900000, 17243959, 8300000))
for i in range(count):
    image = mapnik.Image(1600, 1000)
    mapnik.render(world, image)
    image.save(f"{out}/mapnik-{i}.png", "png32:z=1")
