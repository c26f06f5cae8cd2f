"""The same map as a user of geopandas would draw it: python3 geopandas_map.py FOLDER OUT.png"""
import sys

import geopandas
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

folder, out = sys.argv[1:]
units = geopandas.read_file(f"{folder}/state.geojson").to_crs("+proj=lcc +lat_1=39 +lat_2=41 +lat_0=39.9 +lon_0=45.7")
context = geopandas.read_file(f"{folder}/context.geojson").to_crs(units.crs)
figure, axes = plt.subplots(figsize=(16, 10), dpi=100)
units.plot(ax=axes, column="control", edgecolor="#4a3f3a", linewidth=1, legend=True)
context[context.kind == "river"].plot(ax=axes, color="#86abc2", linewidth=1)
context[context.kind == "lake"].plot(ax=axes, color="#cfe2ec")
for _, unit in units.iterrows():
    point = unit.geometry.representative_point()
    axes.annotate(unit["name"], (point.x, point.y), fontsize=7, ha="center")
axes.set_axis_off()
axes.set_xlim(-205e3, 205e3)
axes.set_ylim(-165e3, 165e3)
figure.savefig(out)
