// d3-geo and resvg: polygons of a GeoJSON file filled and stroked, so many times: FILE FOLDER COUNT. The paths are made once.
const fs = require("fs");
const { Resvg } = require("@resvg/resvg-js");
const [, , units, out, count] = process.argv;
(async () => {
  const d3 = await import("d3-geo").catch(() => require("d3-geo"));
  const world = JSON.parse(fs.readFileSync(units, "utf8"));
  const projection = d3.geoEqualEarth().fitSize([1600, 1000], { type: "Sphere" });
  const path = d3.geoPath(projection);
  if (path.digits) path.digits(2);
  const shapes = world.features.map((feature) => path(feature));
  for (let i = 0; i < Number(count); i++) {
    const paths = shapes.map((d, at) => {
      const hue = ((at + i) * 47) % 360;
      return d ? `<path d="${d}" fill="hsl(${hue},40%,80%)" stroke="#4a3f3a"/>` : "";
    });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000">${paths.join("")}</svg>`;
    const resvg = new Resvg(svg, { font: { loadSystemFonts: false } });
    fs.writeFileSync(`${out}/d3-${i}.png`, resvg.render().asPng());
  }
})();
