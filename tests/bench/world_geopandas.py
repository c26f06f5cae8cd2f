"""geopandas and matplotlib: polygons of a GeoJSON file filled and stroked, so many times: FILE FOLDER COUNT."""
import sys
import geopandas
import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt

units, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
world = geopandas.read_file(units).to_crs("+proj=eqearth")
for i in range(count):
    figure = plt.figure(figsize=(16, 10), dpi=100)
    axes = figure.add_axes([0, 0, 1, 1])
    world.plot(ax=axes, color=[f"C{(at + i) % 10}" for at in range(len(world))], edgecolor="#4a3f3a", linewidth=0.7)
    axes.set_axis_off()
    figure.savefig(f"{out}/geopandas-{i}.png")
    plt.close(figure)
