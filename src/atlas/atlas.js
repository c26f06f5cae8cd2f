// Puts the map of a day together from the tables of the page, and tells about it. No text of the tables is
// ever read as HTML. Days are counted from the first one of the slider; a key day is a position in D.days.
(function () {
'use strict';

const D = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';
const still = window.matchMedia('(prefers-reduced-motion: reduce)');
const narrow = window.matchMedia('(max-width: 860px)');

// ---- small helpers ----

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) if (child !== null && child !== undefined && child !== '') node.append(child);
  return node;
}
const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);
const s = (tag, properties, ...children) => fill(document.createElementNS(SVG, tag), properties, children);
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** The value of spans (from, value, from, value, ...) at a position. */
function at(spans, position) {
  let value;
  for (let i = 0; i < spans.length && spans[i] <= position; i += 2) value = spans[i + 1];
  return value;
}

// ---- dates ----

const DAY = 864e5, UNIX = 2440588;
const dateOf = day => new Date((D.first + day - UNIX) * DAY);
function iso(day) {
  const date = dateOf(day), year = date.getUTCFullYear(), two = n => String(n).padStart(2, '0');
  const sign = year < 0 ? '-' : '';
  return sign + String(Math.abs(year)).padStart(4, '0') + '-' + two(date.getUTCMonth() + 1) + '-' + two(date.getUTCDate());
}
function dayOf(text) {
  const parts = /^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(text || '');
  if (!parts) return null;
  const date = new Date(0);
  date.setUTCFullYear(+parts[1], +parts[2] - 1, +parts[3]);
  // Of a month or day that there is not, the program would make another date.
  if (date.getUTCMonth() !== +parts[2] - 1 || date.getUTCDate() !== +parts[3]) return null;
  const day = Math.round(date.getTime() / DAY) + UNIX - D.first;
  return Number.isFinite(day) && 0 <= day && day <= D.last ? day : null;
}
const yearStart = year => { const d = new Date(0); d.setUTCFullYear(year, 0, 1); return Math.round(d / DAY) + UNIX - D.first; };
function written(day) {
  const date = dateOf(day), [era, year] = yearOf(date.getUTCFullYear());
  return T().months[era][date.getUTCMonth()].replace('{d}', date.getUTCDate()).replace('{y}', year);
}
/** The era of a year, 1 for the one before ours, and its number there: the year 0 is 1 BC. */
function yearOf(year) { return year > 0 ? [0, year] : [1, 1 - year]; }
function writtenYear(all) {
  const [era, year] = yearOf(all);
  return T().years[era].replace('{y}', year);
}
/** The key day that a day belongs to: the last one not after it. */
function keyOf(day) {
  let low = 0, high = D.days.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (D.days[middle] <= day) low = middle; else high = middle - 1;
  }
  return low;
}

// ---- what is shown ----

const now = {
  day: D.stops[0][0], view: D.view, lang: D.lang,
  with: null,    // the day on the left of the divider, or null
  split: 0.5,    // where the divider is, as a share of the width
  unit: null,    // the unit told about
  unknown: '',   // a date of the address that there is no map of
};
const T = () => D.text[now.lang];
const W = key => T().words[key] === undefined ? key : T().words[key];
const L = () => D.looks[now.view];
const nameOf = (polity, key, short) => {
  const spans = D.text[now.lang].polities[polity];
  let names = spans[0][1];
  for (const [from, value] of spans) if (from <= key) names = value;
  return names[short ? 1 : 0];
};
const holderName = (holder, key, isLaw) =>
  holder >= 0 ? nameOf(holder, key) : W(holder === -1 ? (isLaw ? 'no-act' : 'nobody') : 'not-known');

// ---- arcs ----

const arcs = D.arcs.map(steps => {
  const points = [];
  for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) points.push([x += steps[i], y += steps[i + 1]]);
  return points;
});
const ends = arcs.map(points => [points[0], points[points.length - 1]].map(point => point.join()));
const approximate = new Set(D.approximate);
const runs = arcs.map(points => [points, points.slice().reverse()].map(run =>
  run.slice(1).map((point, i) => (point[0] - run[i][0]) / 10 + ' ' + (point[1] - run[i][1]) / 10).join(' ')));

/** Arcs joined end to end as path data: outlines through every fork, lines only where just two meet. */
function joined(list, isOutline) {
  const meeting = new Map();
  for (const arc of list) for (const end of ends[arc]) {
    if (meeting.has(end)) meeting.get(end).push(arc); else meeting.set(end, [arc]);
  }
  const used = new Set();
  const follow = chain => {
    for (;;) {
      const [arc, reversed] = chain[chain.length - 1];
      const end = ends[arc][reversed ? 0 : 1];
      const [first, turned] = chain[0];
      if (ends[first][turned ? 1 : 0] === end) return true;
      const there = meeting.get(end);
      if (!isOutline && there.length !== 2) return false;
      const next = there.find(other => !used.has(other));
      if (next === undefined) return false;
      used.add(next);
      chain.push([next, ends[next][0] !== end]);
    }
  };
  let data = '';
  for (const arc of list) {
    if (used.has(arc)) continue;
    used.add(arc);
    let chain = [[arc, false]], closed = follow(chain);
    if (!closed && !isOutline) {
      chain = chain.reverse().map(([one, reversed]) => [one, !reversed]);
      closed = follow(chain);
    }
    const [first, reversed] = chain[0];
    const start = arcs[first][reversed ? arcs[first].length - 1 : 0];
    data += 'M' + start[0] / 10 + ' ' + start[1] / 10 + 'l' +
      chain.map(([one, turned]) => runs[one][turned ? 1 : 0]).join(' ') + (closed ? 'z' : '');
  }
  return data;
}
/** The outline of all units for which `inside` holds. */
function outline(inside) {
  const list = [];
  D.sides.forEach(([left, right], arc) => {
    if ((left >= 0 && inside(left)) !== (right >= 0 && inside(right))) list.push(arc);
  });
  return joined(list, true);
}
const unitPaths = D.units.map((_, unit) => outline(other => other === unit));

// ---- patterns: hatchings and textures ----

const patterns = new Map(); // id to element and angle
/** The pattern of a hatching whose lines take turns with those of others; `part` is "line" or "band". */
function pattern(index, place, of, part, scope) {
  const id = [scope, index, place, of, part].join('-');
  if (!patterns.has(id)) {
    const [angle, spacing, width, dash, round, color, casing] = D.patterns[index];
    const period = dash.reduce((sum, length) => sum + length, 0);
    const step = spacing * of, rows = period ? 2 : 1;
    const node = s('pattern', {
      id, patternUnits: 'userSpaceOnUse', x: 0, y: -spacing / 2, width: period || spacing, height: step * rows,
    });
    // In every other line the dashes begin half a period later.
    for (let row = 0; row < rows; row++) {
      const y = spacing * place + step * row;
      const shift = row ? period / 2 : 0;
      node.append(s('path', {
        d: period ? `M${shift - 2 * period} ${y + spacing / 2}h${5 * period}` : `M-1 ${y + spacing / 2}h${spacing + 2}`,
        fill: 'none', stroke: part === 'band' ? 'var(--paper)' : color,
        'stroke-width': part === 'band' ? width + 2 * casing : width,
        'stroke-dasharray': dash.join(' '), 'stroke-linecap': round ? 'round' : 'butt',
      }));
    }
    $('patterns').append(node);
    patterns.set(id, { node, angle, scope });
    turn(patterns.get(id));
  }
  return `url(#${id})`;
}
function turn({ node, angle, scope }) {
  node.setAttribute('patternTransform', `rotate(${-angle}) scale(${scope === 'map' ? zoom.k : 0.85})`);
}

// ---- rows of the tables as elements ----

function stroked(node, [color, width, dash, round], isScaled) {
  node.setAttribute('stroke', color);
  node.style.strokeWidth = isScaled ? `calc(${width}px*var(--k))` : width + 'px';
  if (dash.length) {
    node.style.strokeDasharray = dash.map(length => isScaled ? `calc(${length}px*var(--k))` : length + 'px').join(' ');
  }
  if (round) node.setAttribute('stroke-linecap', 'round');
  node.setAttribute('stroke-linejoin', 'round');
  return node;
}
let courses = 0;
function drawn(row) {
  if (row[0] === 'p') {
    const node = s('path', { d: D.paths[row[1]], fill: row[2] || 'none' });
    return row[3] ? stroked(node, row[3], true) : node;
  }
  if (row[0] === 'c') {
    const node = s('circle', { cx: row[1] / 10, cy: row[2] / 10, r: row[3], fill: row[4] });
    return row[5] ? stroked(node, row[5]) : node;
  }
  const [, kind, angle, lines, fourth, start] = row;
  const [, family, weight, slant, size, spacing, color, halo, width, anchor] = D.types[kind];
  const node = s('text', {
    fill: color, 'font-family': `'${family}',${family.includes('Serif') ? 'serif' : 'sans-serif'}`, 'font-weight': weight,
    'font-style': slant, 'font-size': size, 'text-anchor': ['start', 'middle', 'end'][anchor],
    'letter-spacing': spacing || null, stroke: width ? halo : null, 'stroke-width': width || null,
  });
  if (typeof start === 'number') {
    const id = 'course-' + (++courses);
    return s('g', {}, s('path', { id, d: D.paths[fourth], fill: 'none' }),
      fill(node, {}, [s('textPath', { href: '#' + id, startOffset: start }, lines[0][0])]));
  }
  if (angle) node.setAttribute('transform', `rotate(${angle} ${fourth[0] / 10} ${fourth[1] / 10})`);
  for (const [words, x, y] of lines) node.append(s('tspan', { x: x / 10, y: y / 10 }, words));
  return node;
}

// ---- the map of a day ----

const layers = { now: layer('now'), then: layer('then') };
function layer(id) {
  const parts = {};
  for (const name of ['fills', 'textures', 'bands', 'hatches']) $(id).append(parts[name] = s('g', { class: name }));
  $(id).append(s('use', { href: '#over' }));
  for (const name of ['borders', 'lines', 'dots', 'labels']) $(id).append(parts[name] = s('g', { class: name }));
  return { parts, of: {}, made: new Map(), places: null, key: null };
}

function draw(layer, key) {
  const { parts, of } = layer, look = L();
  layer.key = key;
  const fresh = (name, signature) => of[name] === signature ? false : (of[name] = signature, true);
  const fills = look.unit_fills.map(spans => at(spans, key));
  const paths = new Map();
  const area = (units, name) => {
    const sorted = name + units.join();
    if (!paths.has(sorted)) { const set = new Set(units); paths.set(sorted, outline(unit => set.has(unit))); }
    return paths.get(sorted);
  };
  const groups = (values) => {
    const found = new Map();
    values.forEach((value, unit) => { if (found.has(value)) found.get(value).push(unit); else found.set(value, [unit]); });
    return found;
  };
  if (fresh('fills', now.view + ':' + fills.join())) {
    const plain = [], textures = [];
    for (const [index, units] of [...groups(fills)].sort((a, b) => a[0] - b[0])) {
      const [id, color, texture] = look.fills[index], d = area(units, '');
      plain.push(s('path', { d, fill: color, 'fill-rule': 'evenodd', 'data-fill': id }));
      if (texture >= 0) textures.push(s('path', { d, 'fill-rule': 'evenodd', fill: pattern(texture, 0, 1, 'line', 'map') }));
    }
    parts.fills.replaceChildren(...plain);
    parts.textures.replaceChildren(...textures);
  }
  const sets = look.unit_hatches.map(spans => at(spans, key));
  if (fresh('hatches', now.view + ':' + sets.join())) {
    // Claims to the same land take turns; all else is drawn whole.
    const wanted = new Map();
    sets.forEach((set, unit) => look.sets[set].forEach(hatch => {
      const claims = look.sets[set].filter(other => look.hatches[other][2]);
      const isClaim = look.hatches[hatch][2];
      const key = [hatch, isClaim ? claims.indexOf(hatch) : 0, isClaim ? claims.length : 1].join();
      if (wanted.has(key)) wanted.get(key).push(unit); else wanted.set(key, [unit]);
    }));
    const bands = [], lines = [];
    for (const [key, units] of [...wanted].sort((a, b) => parseInt(a[0], 10) - parseInt(b[0], 10))) {
      const [hatch, place, count] = key.split(',').map(Number), d = area(units, '');
      const index = look.hatches[hatch][0];
      const node = part => s('path', { d, 'fill-rule': 'evenodd', fill: pattern(index, place, count, part, 'map') });
      if (D.patterns[index][6] > 0) bands.push(node('band'));
      lines.push(node('line'));
    }
    parts.bands.replaceChildren(...bands);
    parts.hatches.replaceChildren(...lines);
  }
  const classes = look.arc_classes.map(spans => at(spans, key));
  if (fresh('borders', now.view + ':' + classes.join())) {
    const nodes = [], casings = [], bands = new Map();
    // How far a line may be off is a width on the ground.
    if (D.views[now.view] === 'certainty') classes.forEach((found, arc) => {
      const km = found === 1 || found === 3 ? D.courses[arc] : 0;
      if (km > 0) { if (bands.has(km)) bands.get(km).push(arc); else bands.set(km, [arc]); }
    });
    const wide = [...bands].sort((a, b) => b[0] - a[0]).map(([km, list]) =>
      stroked(s('path', { d: joined(list), fill: 'none' }), [D.band, (2 * km * D.scale).toFixed(1), [], 1]));
    look.borders.forEach(([name, whole, dashed], index) => {
      const all = classes.flatMap((found, arc) => found === index ? [arc] : []);
      // The band goes under the gaps of a dashed border too.
      if (whole.length > 1 && all.length) casings.push([index, stroked(s('path', { d: joined(all), fill: 'none' }), whole[0], true)]);
      for (const [strokes, isApproximate] of [[whole, false], [dashed, true]]) {
        const list = all.filter(arc => approximate.has(arc) === isApproximate && name !== 'coast' || name === 'coast' && !isApproximate);
        const stroke = strokes[strokes.length - 1];
        if (list.length && stroke && stroke[1] > 0) {
          nodes.push([index, stroked(s('path', { d: joined(list), fill: 'none', class: name }), stroke, true)]);
        }
      }
    });
    const units = nodes.filter(([index]) => index === 0), rest = nodes.filter(([index]) => index > 0);
    parts.borders.replaceChildren(...wide, ...[...units, ...casings, ...rest].map(([, node]) => node));
  }
  const set = at(D.line_days, key);
  if (fresh('lines', String(set))) parts.lines.replaceChildren(...D.lines[set].map(drawn));

  if (layer.places === null) layer.places = D.places.map(([, , row]) => drawn(row));
  const group = D.views[now.view] === 'sovereignty' ? 1 : 0;
  const stands = [];
  T().labels.forEach(([rows, place, days], index) => {
    const spans = days[group];
    for (let i = 0; i < spans.length; i += 2) if (spans[i] <= key && key < spans[i + 1]) stands.push(index);
  });
  const dots = new Set(D.places.flatMap(([, rank], place) => rank <= 1 ? [place] : []));
  stands.forEach(index => { const place = T().labels[index][1]; if (place >= 0) dots.add(place); });
  if (fresh('labels', now.lang + ':' + stands.join())) {
    if (layer.lang !== now.lang) { layer.made.clear(); layer.lang = now.lang; }
    parts.labels.replaceChildren(...stands.map(index => {
      if (!layer.made.has(index)) {
        const node = s('g', { class: 'label' }, ...T().labels[index][0].map(drawn));
        layer.made.set(index, { node, box: null, row: T().labels[index][0].find(row => row[0] === 't'), index });
      }
      return layer.made.get(index).node;
    }));
    layer.stands = stands;
  }
  if (fresh('dots', [...dots].join())) parts.dots.replaceChildren(...[...dots].map(place => layer.places[place]));
  fitLabels(layer);
}

// ---- letters stay readable at every scale ----

const WEIGHT = { polity: 0, status: 1, place: 2, water: 3, unit: 4, river: 5 };
const LEAST = { polity: 10.5, status: 10, place: 9.5, water: 9, unit: 9, river: 8.5 };
/** Grows names that would be too small to read, and leaves out those that then have no room. */
function fitLabels(layer) {
  const scale = zoom.scale;
  const list = (layer.stands || []).map(index => layer.made.get(index)).filter(one => one && one.row);
  for (const one of list) {
    const [kind, , , , size] = D.types[one.row[1]];
    one.kind = kind in WEIGHT ? kind : 'unit';
    one.size = size;
    one.grow = scale > 1 ? Math.pow(scale, -0.45) : clamp(LEAST[one.kind] / (size * scale), 1, 3);
    if (!one.box || !one.box.width) {
      one.node.classList.remove('off');
      const box = one.node.getBBox();
      one.box = { x: box.x, y: box.y, width: box.width, height: box.height };
    }
  }
  const anyGrown = list.some(one => one.grow > 1.03);
  // The main towns come first: land is told apart by its colour, towns are not.
  const weight = one => { const place = T().labels[one.index][1]; return place >= 0 && D.places[place][1] <= 1 ? -1 : WEIGHT[one.kind]; };
  list.sort((a, b) => weight(a) - weight(b) || b.size - a.size || a.index - b.index);
  const placed = [];
  for (const one of list) {
    const { x, y, width, height } = one.box, place = T().labels[one.index][1];
    const anchor = D.types[one.row[1]][9];
    // A town's name grows from its mark, others from their middle.
    const cx = place >= 0 ? (anchor === 2 ? x + width : anchor === 1 ? x + width / 2 : x) : x + width / 2;
    const cy = y + height / 2;
    const boxAt = g => ({ x: cx + (x - cx) * g, y: cy + (y - cy) * g, width: width * g, height: height * g, grown: g > 1.03, g });
    const isTaken = box => anyGrown && placed.some(other => (box.grown || other.grown) &&
      box.x < other.x + other.width && other.x < box.x + box.width &&
      box.y + box.height * 0.14 < other.y + other.height * 0.86 && other.y + other.height * 0.14 < box.y + box.height * 0.86);
    // A name that has no room may be a little smaller.
    const sizes = one.grow > 1.03 ? [one.grow, 0.87 * one.grow, 0.76 * one.grow] : [one.grow];
    const boxes = sizes.map(g => boxAt(Math.max(g, Math.min(1, one.grow))));
    const box = boxes.find(box => !isTaken(box)), hits = !box, g = (box || boxes[0]).g;
    one.node.classList.toggle('off', hits);
    if (g === 1) one.node.removeAttribute('transform');
    else one.node.setAttribute('transform', `translate(${cx * (1 - g)} ${cy * (1 - g)}) scale(${g})`);
    if (!hits) placed.push(box);
    // The mark of a small place is there for its name's sake.
    if (place >= 0 && D.places[place][1] > 1) layer.places[place].classList.toggle('off', hits);
  }
  const k = clamp(zoom.k, 0.4, 1.8);
  (layer.places || []).forEach((node, place) => {
    const row = D.places[place][2];
    const [x, y] = row[0] === 'c' ? [row[1] / 10, row[2] / 10] : /M([-\d.]+) ?([-\d.]+)/.exec(D.paths[row[1]]).slice(1).map(Number);
    node.setAttribute('transform', `translate(${x * (1 - k)} ${y * (1 - k)}) scale(${k})`);
  });
}

// ---- zoom ----

const [WIDTH, HEIGHT] = D.size;
const zoom = { scale: 1, k: 1, x: WIDTH / 2, y: HEIGHT / 2, least: 1, isWhole: true };
const PAPER = [748, 495]; // the map on paper, as in the style for print, in css px
let isPrinting = false;
function frameSize() {
  const box = $('frame').getBoundingClientRect();
  return isPrinting ? [...PAPER, box] : [Math.max(box.width, 1), Math.max(box.height, 1), box];
}
/** Sets the scale (css px for a px of the map) and the middle, within the map. */
function setZoom(scale, x, y) {
  const [w, h] = frameSize();
  const whole = Math.min(w / WIDTH, h / HEIGHT);
  zoom.least = whole;
  zoom.scale = clamp(scale, whole, Math.max(6, whole * 12));
  const across = w / zoom.scale, down = h / zoom.scale;
  zoom.x = across >= WIDTH ? WIDTH / 2 : clamp(x, across / 2, WIDTH - across / 2);
  zoom.y = down >= HEIGHT ? HEIGHT / 2 : clamp(y, down / 2, HEIGHT - down / 2);
  zoom.k = Math.pow(zoom.scale, zoom.scale < 1 ? -0.4 : -0.55);
  const map = $('map');
  map.setAttribute('viewBox', [zoom.x - across / 2, zoom.y - down / 2, across, down].map(v => v.toFixed(2)).join(' '));
  map.style.setProperty('--k', zoom.k.toFixed(4));
  // A finger that the map has no use for scrolls the page.
  $('frame').style.touchAction = down < HEIGHT - 0.5 ? 'none' : 'pan-y';
  for (const one of patterns.values()) if (one.scope === 'map') turn(one);
  for (const layer of Object.values(layers)) if (layer.key !== null) fitLabels(layer);
  placeDivider();
  scaleBar();
}
function startZoom() {
  const [w, h] = frameSize();
  const whole = Math.min(w / WIDTH, h / HEIGHT), full = Math.max(w / WIDTH, h / HEIGHT);
  zoom.isWhole = true;
  setZoom(Math.min(full, whole * 1.5), WIDTH / 2, HEIGHT / 2);
}
function zoomBy(factor, clientX, clientY) {
  const [w, h, box] = frameSize();
  const dx = clientX === undefined ? 0 : clientX - box.left - w / 2, dy = clientY === undefined ? 0 : clientY - box.top - h / 2;
  const px = zoom.x + dx / zoom.scale, py = zoom.y + dy / zoom.scale;
  const scale = clamp(zoom.scale * factor, zoom.least, Math.max(6, zoom.least * 12));
  zoom.isWhole = false;
  setZoom(scale, px - dx / scale, py - dy / scale);
}
function scaleBar() {
  const perKm = D.scale * zoom.scale;
  if (!(perKm > 0)) return;
  const most = 120 / perKm;
  const power = Math.pow(10, Math.floor(Math.log10(most)));
  const km = [5, 2, 1].map(n => n * power).find(n => n <= most) || power;
  $('scale').querySelector('i').style.width = (km * perKm).toFixed(1) + 'px';
  $('scale').querySelector('b').textContent = km + ' ' + W('km');
}

// ---- the divider ----

function placeDivider() {
  const on = now.with !== null, [w] = frameSize();
  const viewBox = $('map').viewBox.baseVal;
  for (const id of ['divider', 'side-then', 'side-now']) $(id).hidden = !on;
  $('then').toggleAttribute('hidden', !on);
  $('cut').toggleAttribute('hidden', !on);
  for (const [id, clip] of [['then', 'left'], ['now', 'right']]) {
    if (on) $(id).setAttribute('clip-path', `url(#${clip})`); else $(id).removeAttribute('clip-path');
  }
  if (!on) return;
  const x = viewBox.x + viewBox.width * now.split, far = 4 * (WIDTH + HEIGHT);
  const set = (id, from, width) => fill($(id).firstElementChild, { x: from, y: -far, width, height: 2 * far }, []);
  set('left', x - far, far);
  set('right', x, far);
  fill($('cut'), { x1: x, x2: x, y1: -far, y2: far }, []);
  $('divider').style.left = now.split * 100 + '%';
  $('side-then').style.right = `calc(${100 - now.split * 100}% + 26px)`;
  $('side-now').style.left = `calc(${now.split * 100}% + 26px)`;
  $('divider').setAttribute('aria-valuenow', Math.round(now.split * 100));
  $('divider').setAttribute('aria-valuetext', written(now.with) + ' | ' + written(now.day));
}

// ---- what is told ----

const short = list => [...new Set(list)].map(source => D.sources[source].short).join('; ');
const eventTitle = event => T().events[event][0], eventDate = event => T().events[event][1];
const plural = (words, list) => list.length ? h('span', { class: 'source' }, words + ': ' + short(list)) : null;

function act(day, event) {
  return h('li', { class: 'act', 'data-day': day },
    h('span', { class: 'date' }, eventDate(event)),
    h('button', { type: 'button', class: 'plain', onclick: () => go(day) }, eventTitle(event)),
    plural(W('sources'), D.events[event].sources));
}
function tellRecent() {
  const nodes = [];
  const list = (heading, level, changes) => {
    if (changes.length) nodes.push(h(level, {}, heading), h('ol', {}, ...changes.map(([day, event]) => act(day, event))));
  };
  if (now.with !== null) {
    const [from, to] = [Math.min(now.with, now.day), Math.max(now.with, now.day)];
    list(W('atlas-between'), 'h2', D.changes.filter(([day]) => from < day && day <= to));
  } else {
    const today = D.changes.filter(([day]) => day === now.day);
    const before = D.changes.filter(([day]) => day < now.day && day > now.day - 731);
    list(W('changes-day'), 'h2', today);
    list(W('changes-last'), today.length ? 'h3' : 'h2', before.slice(-Math.max(1, 4 - today.length)));
  }
  $('recent').replaceChildren(...nodes);
}
function tellAll() {
  $('all').querySelector('ol').replaceChildren(...D.changes.map(([day, event]) => act(day, event)));
  markAll();
}
function markAll() {
  for (const item of $('all').querySelectorAll('li')) {
    const is = +item.dataset.day === now.day;
    item.classList.toggle('current', is);
    if (is) item.setAttribute('aria-current', 'date'); else item.removeAttribute('aria-current');
  }
}
const landOf = unit => T().units[unit] || D.units[unit].key;
function tellTable() {
  if (!$('table').open) return;
  const key = keyOf(now.day);
  const rows = D.units.map((unit, index) => [unit, index]).filter(([unit]) => !unit.surround)
    .sort((a, b) => landOf(a[1]).localeCompare(landOf(b[1]), D.langs[now.lang]));
  const cell = (track, unit, isLaw) => holderName(track.values[at(track.units[unit], key)][0], key, isLaw);
  $('table').querySelector('div').replaceChildren(h('table', {},
    h('caption', {}, written(now.day)),
    h('thead', {}, h('tr', {}, ...['atlas-land', 'held-by', 'assigned-to'].map(word => h('th', { scope: 'col' }, W(word))),
      h('th', { scope: 'col', class: 'n' }, W('km') + '²'))),
    h('tbody', {}, ...rows.map(([unit, index]) => h('tr', {},
      h('th', { scope: 'row' }, h('button', { type: 'button', class: 'plain', onclick: () => choose(index, true) }, landOf(index))),
      h('td', {}, cell(D.control, index)), h('td', {}, cell(D.sovereignty, index, true)),
      h('td', { class: 'n' }, unit.km2.toLocaleString(D.langs[now.lang])))))));
}

/** Notes and statements are written once, and in a set that has English in English. */
const inEnglish = () => D.langs.includes('en') && D.langs[now.lang] !== 'en' ? ' (English)' : '';
const CERTAINTY = ['', 'sure-inferred', 'contested'];
/** Act and sources of a value, with what the sources say. */
function because(event, certainty, hasDetails) {
  if (event < 0) return [];
  const data = D.events[event], nodes = [];
  nodes.push(h('div', {}, eventTitle(event)));
  nodes.push(h('div', { class: 'doubt' }, W('atlas-since').replace('{d}', eventDate(event) + (data.old ? ` (${data.old} O.S.)` : '')),
    CERTAINTY[certainty] ? ' · ' + W(CERTAINTY[certainty]) : ''));
  if (data.sources.length) nodes.push(h('span', { class: 'source' }, W('sources') + ': ' + short(data.sources)));
  const notes = [data.inferred, data.note].filter(Boolean).map(note => h('li', {}, note));
  const says = data.says.map(([relation, source, place, words]) =>
    h('li', {}, h('b', {}, W(relation)), ` · ${D.sources[source].short}, ${place}: ${words}`));
  const others = data.others.map(([id, , why, sources], i) => h('li', {},
    h('b', {}, W('atlas-other-reading')), ` · ${id} (${short(sources)}): ${(T().others[event] || [])[i] || ''} `, h('i', {}, why)));
  if (hasDetails && (says.length || notes.length || others.length)) {
    nodes.push(h('details', {}, h('summary', {}, W('atlas-evidence') + inEnglish()), h('ul', { lang: inEnglish() ? 'en' : null }, ...notes, ...says, ...others)));
  }
  return nodes;
}
function statusName([kind, by], key) {
  const party = by >= 0 ? nameOf(by, key) : '';
  if (kind === 'occupied' || kind === 'protectorate') return party ? W(kind) + ' ' + party : W(kind + '-land');
  return W(kind) + (party && kind === 'autonomous' ? ` (${party})` : '');
}
/** Everything known of a unit on a key day. */
function answer(unit, key) {
  const value = track => track.values[at(track.units[unit], key)];
  return { control: value(D.control), sovereignty: value(D.sovereignty), claims: value(D.claims), status: value(D.status), pending: value(D.pending) };
}
function tellUnit() {
  const card = $('card');
  card.hidden = now.unit === null;
  $('choose').hidden = now.unit !== null;
  if (now.unit === null) return card.replaceChildren();
  const key = keyOf(now.day), told = answer(now.unit, key), seen = new Set();
  const reasons = (event, certainty) => {
    const first = !seen.has(event);
    seen.add(event);
    return because(event, certainty, first);
  };
  const list = h('dl', {});
  const entry = (word, who, event, certainty) =>
    list.append(h('dt', {}, word), h('dd', {}, h('div', { class: 'who' }, who), ...reasons(event, certainty)));
  const [holder, event, sure] = told.control, [owner, actOf, sureOf] = told.sovereignty;
  entry(W('held-by'), holderName(holder, key), event, sure);
  entry(W('assigned-to'), holderName(owner, key, true), actOf, sureOf);
  if (told.status.kinds.length) {
    const name = told.status.name ? T().names[told.status.name.join('.')] : '';
    const words = told.status.kinds.map(kind => statusName(kind, key)).join(', ');
    entry(W('status'), name ? `${name}: ${words}` : words, told.status.event, told.status.certainty);
  }
  if (told.claims.length) told.claims.forEach(([polity, start], i) => {
    if (!i) list.append(h('dt', {}, W('claims-heading')));
    list.append(h('dd', {}, h('div', { class: 'who' }, nameOf(polity, key)), ...reasons(start, 0)));
  });
  else list.append(h('dt', {}, W('claims-heading')), h('dd', {}, W('atlas-none')));
  if (told.pending.length) {
    list.append(h('dt', {}, W('pending')), h('dd', {}, ...told.pending.flatMap(one => reasons(one, 0))));
  }
  card.replaceChildren(
    h('h2', {}, landOf(now.unit)),
    h('p', { class: 'quiet' }, `${written(now.day)} · ${D.units[now.unit].km2.toLocaleString(D.langs[now.lang])} ${W('km')}²`),
    h('button', { type: 'button', class: 'close', 'aria-label': W('atlas-close'), onclick: () => { const unit = now.unit; choose(null); hits[unit].focus(); } },
      s('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, s('path', { d: 'M3 3l10 10M13 3 3 13' }))),
    list);
}

// ---- the legend: what is on the map ----

function swatch(...nodes) {
  return s('svg', { viewBox: '0 0 32 18', 'aria-hidden': 'true' }, ...nodes);
}
const box = (x, width, paint) => s('rect', { x, y: 0.5, width, height: 17, fill: paint });
const boxFrame = () => s('rect', { class: 'frame', x: 0.5, y: 0.5, width: 31, height: 17 });
function fillBoxes(look, indexes) {
  const width = 31 / indexes.length;
  return indexes.flatMap((index, i) => {
    const [, color, texture] = look.fills[index], x = 0.5 + i * width;
    return [box(x, width, color), texture >= 0 ? box(x, width, pattern(texture, 0, 1, 'line', 'legend')) : null];
  });
}
function lineSwatch(strokes, circle) {
  return swatch(...strokes.map(stroke => stroked(s('path', { d: 'M0 9h32', fill: 'none' }), [stroke[0], stroke[1], stroke[2], 0])), circle);
}
function tellLegend() {
  const look = L(), view = D.views[now.view];
  const keys = now.with === null ? [keyOf(now.day)] : [keyOf(now.with), keyOf(now.day)];
  const key = keyOf(now.day), sections = [];
  const onMap = D.units.flatMap((unit, index) => unit.at ? [index] : []);
  const section = (word, items) => {
    const seen = new Set(), fresh = items.filter(item => !seen.has(item[2] || item[1]) && seen.add(item[2] || item[1]));
    if (fresh.length) sections.push(h('h3', {}, W(word)), h('ul', {}, ...fresh.map(([node, words]) => h('li', {}, node, h('span', {}, words)))));
  };
  const fills = new Set(keys.flatMap(day => onMap.map(unit => at(look.unit_fills[unit], day))));
  const items = [], byPolity = new Map();
  let pale = null;
  [...fills].sort((a, b) => a - b).forEach(index => {
    const [, , , polity, inferred, word] = look.fills[index];
    if (polity < 0) {
      // The view of certainty has one hatching, which is a part of its class.
      const hatched = view === 'certainty' && word === 'contested' && look.hatches.length;
      const over = hatched ? box(0.5, 31, pattern(look.hatches[0][0], 0, 1, 'line', 'legend')) : null;
      return items.push([swatch(...fillBoxes(look, [index]), over, boxFrame()), W(word)]);
    }
    if (inferred && pale === null) pale = index;
    if (byPolity.has(polity)) return byPolity.get(polity).push(index);
    byPolity.set(polity, [index]);
    items.push([polity, '']);
  });
  const held = items.map(item => typeof item[0] === 'number'
    // Two holders of one name are two all the same.
    ? [swatch(...fillBoxes(look, byPolity.get(item[0])), boxFrame()), nameOf(item[0], key), 'holder ' + item[0]] : item);
  const known = held.filter((_, i) => typeof items[i][0] === 'number'), others = held.filter((_, i) => typeof items[i][0] !== 'number');
  if (pale !== null) known.push([swatch(...fillBoxes(look, [pale]), boxFrame()), W('inferred')]);
  if (D.bare && view !== 'certainty') others.push([swatch(box(0.5, 31, D.bare_color), boxFrame()), W('not-covered')]);
  section(view === 'sovereignty' ? 'assigned-to' : view === 'certainty' ? 'certainty-heading' : 'held-by', [...known, ...others]);

  const hatches = new Map(); // hatch to the fill it is seen on most
  keys.forEach(day => onMap.forEach(unit => look.sets[at(look.unit_hatches[unit], day)].forEach(hatch => {
    const best = hatches.get(hatch);
    if (!best || best.km2 < D.units[unit].km2) hatches.set(hatch, { km2: D.units[unit].km2, fill: at(look.unit_fills[unit], day) });
  })));
  if (view !== 'certainty') section(view === 'claims' ? 'claims-heading' : 'status', [...hatches].sort((a, b) => a[0] - b[0]).map(([hatch, { fill: under }]) => {
    const [index, polity, isShort] = look.hatches[hatch];
    const words = T().hatches[now.view][hatch].replace('{}', polity >= 0 ? nameOf(polity, key, isShort) : '');
    const band = D.patterns[index][6] > 0 ? box(0.5, 31, pattern(index, 0, 1, 'band', 'legend')) : null;
    return [swatch(...fillBoxes(look, [under]), band, box(0.5, 31, pattern(index, 0, 1, 'line', 'legend')), boxFrame()), words];
  }));

  const lines = [], points = [];
  let isHollow = false;
  [...new Set(keys.map(day => at(D.line_days, day)))].forEach(set => {
    D.line_legend[set].forEach(([line, strokes, color, hasPoints, hasHollow]) => {
      const circle = hasPoints ? s('circle', { cx: 16, cy: 9, r: 3.2, fill: color, stroke: 'var(--paper)' }) : null;
      lines.push([lineSwatch(strokes, circle), T().lines[line]]);
      isHollow = isHollow || hasHollow;
    });
    T().points[set].forEach(([color, words]) => { const node = h('p', { class: 'points' }, words); if (color) node.style.color = color; points.push(node); });
  });
  if (isHollow) lines.push([swatch(s('circle', { cx: 16, cy: 9, r: 3.2, fill: 'var(--paper)', stroke: 'var(--ink)', 'stroke-width': 1.4 })), W('point-inferred')]);
  const classes = new Map();
  keys.forEach(day => look.arc_classes.forEach((spans, arc) => {
    const found = at(spans, day);
    if (found >= 0) classes.set(found * 2 + (approximate.has(arc) ? 1 : 0), true);
  }));
  const strokesOf = (index, isApproximate) => look.borders[index][isApproximate ? 2 : 1];
  [3, 1, 0].forEach(index => {
    if ((classes.has(2 * index) || classes.has(2 * index + 1)) && strokesOf(index)[strokesOf(index).length - 1][1] > 0) {
      lines.push([lineSwatch(strokesOf(index)), W(look.borders[index][0])]);
    }
  });
  const dashed = [3, 1, 0].find(index => classes.has(2 * index + 1));
  if (dashed !== undefined) lines.push([lineSwatch(strokesOf(dashed, true)), W('border-approximate')]);
  if (dashed !== undefined && view === 'certainty' && [1, 3].some(index => classes.has(2 * index + 1))) {
    lines.push([lineSwatch([[D.band, 13, [], 0], ...strokesOf(dashed, true)]), W('course-band')]);
  }
  section('lines', lines);
  if (points.length) sections.push(h('h3', {}, W('points')), ...points);

  const mark = test => D.places.findIndex(test);
  const isMarked = place => layers.now.places[place].isConnected && !layers.now.places[place].classList.contains('off');
  const marks = [
    [mark(([, rank, row]) => row[0] === 'c' && rank <= 1), 'place-main'],
    [mark(([, rank, row], place) => row[0] === 'c' && rank > 1 && isMarked(place)), 'place-other'],
    [mark(([, , row], place) => row[0] === 'p' && isMarked(place)), 'place-peak'],
  ].filter(([place]) => place >= 0).map(([place, word]) => {
    const row = D.places[place][2];
    const node = row[0] === 'c'
      ? stroked(s('circle', { cx: 16, cy: 9, r: row[3], fill: row[4] }), row[5] || ['none', 0, [], 0])
      : s('path', { d: 'M16 4.5l4.5 7.6h-9z', fill: row[2] });
    return [swatch(node), W(word)];
  });
  section('places', marks);
  $('legend').replaceChildren(h('h2', {}, W('atlas-legend')), ...sections);
}

function tellFoot() {
  $('foot').replaceChildren(
    h('p', {}, W('sources') + ':'),
    h('ul', {}, ...D.sources.map(source => h('li', {}, source.entry))),
    h('p', {}, T().credits));
}

// ---- land: hover, focus, choice ----

let roving = Math.max(0, D.units.findIndex(unit => unit.at && !unit.surround));
const hits = D.units.map((unit, index) => s('path', {
  class: 'hit', d: unitPaths[index], 'fill-rule': 'evenodd', 'data-unit': index, 'data-key': unit.key,
  role: 'button', tabindex: index === roving ? 0 : -1,
}));
$('hits').append(...hits);
function describe(unit, key) {
  const told = answer(unit, key), holder = holderName(told.control[0], key), owner = holderName(told.sovereignty[0], key, true);
  return [landOf(unit), `${W('held-by')}: ${holder}`, `${W('assigned-to')}: ${owner}`];
}
function mark() {
  const nodes = [];
  const add = (unit, kind) => nodes.push(s('path', { d: unitPaths[unit], class: 'halo' }), s('path', { d: unitPaths[unit], class: kind }));
  if (now.unit !== null) add(now.unit, 'chosen');
  if (hovered !== null && hovered !== now.unit) add(hovered, 'hover');
  for (const node of $('mark').querySelectorAll(':not(.changed)')) node.remove();
  $('mark').append(...nodes);
}
let hovered = null;
function hover(unit, clientX, clientY) {
  if (hovered !== unit) { hovered = unit; mark(); }
  const tip = $('tip');
  tip.hidden = unit === null || clientX === undefined;
  if (tip.hidden) return;
  const [w, , frame] = frameSize();
  const isThen = now.with !== null && clientX - frame.left < now.split * w;
  const [name, ...lines] = describe(unit, keyOf(isThen ? now.with : now.day));
  tip.replaceChildren(h('b', {}, name), ...lines.map(line => h('div', {}, line)));
  const x = clientX - frame.left, y = clientY - frame.top;
  const dx = x + 16 + tip.offsetWidth > w ? x - 12 - tip.offsetWidth : x + 16;
  tip.style.transform = `translate(${Math.max(4, dx)}px,${y + 18 + tip.offsetHeight > frame.height ? y - 12 - tip.offsetHeight : y + 18}px)`;
}
function choose(unit, takesFocus) {
  now.unit = unit;
  if (unit !== null) { hits[roving].setAttribute('tabindex', -1); roving = unit; hits[unit].setAttribute('tabindex', 0); }
  tellUnit();
  mark();
  remember();
  if (unit !== null && !narrow.matches) $('panel').scrollTop = 0;
  if (unit !== null) $('live').textContent = describe(unit, keyOf(now.day)).join('. ');
  if (takesFocus) $('card').focus();
}
for (const [index, node] of hits.entries()) {
  node.addEventListener('focus', () => {
    node.setAttribute('aria-label', describe(index, keyOf(now.day)).join('. '));
    hover(index);
  });
  node.addEventListener('blur', () => hover(null));
}
$('map').addEventListener('keydown', event => {
  const index = hits.indexOf(event.target);
  const zoomKey = { '+': 1.4, '=': 1.4, '-': 1 / 1.4, '_': 1 / 1.4 }[event.key];
  if (zoomKey) { zoomBy(zoomKey); return event.preventDefault(); }
  if (event.key === '0') { startZoom(); return event.preventDefault(); }
  if (index < 0) return;
  if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); event.stopPropagation(); return choose(index, false); }
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  const from = D.units[index].at;
  let best = null;
  D.units.forEach((unit, other) => {
    if (!unit.at || other === index || !from) return;
    const dx = unit.at[0] - from[0], dy = unit.at[1] - from[1];
    const along = dx * step[0] + dy * step[1], off = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    const cost = along + 2 * off;
    if (along > 0 && off <= 1.6 * along && (!best || cost < best[0])) best = [cost, other];
  });
  if (!best) return;
  node(best[1]);
  function node(unit) {
    hits[index].setAttribute('tabindex', -1);
    hits[unit].setAttribute('tabindex', 0);
    roving = unit;
    hits[unit].focus();
    const [x, y] = D.units[unit].at, across = frameSize()[0] / zoom.scale, down = frameSize()[1] / zoom.scale;
    if (Math.abs(x - zoom.x) > across * 0.42 || Math.abs(y - zoom.y) > down * 0.42) setZoom(zoom.scale, x, y);
  }
});

// ---- pointers on the map: drag, pinch, wheel, tap ----

const pointers = new Map();
let dragged = 0, pressed = null;
$('map').addEventListener('pointerdown', event => {
  if (event.button) return;
  pointers.set(event.pointerId, [event.clientX, event.clientY]);
  if (pointers.size === 1) { dragged = 0; pressed = event.target.dataset ? event.target.dataset.unit : undefined; }
  hover(null);
});
window.addEventListener('pointermove', event => {
  const last = pointers.get(event.pointerId);
  if (!last) return;
  const move = [event.clientX - last[0], event.clientY - last[1]];
  if (pointers.size === 2) {
    const [a, b] = [...pointers.values()], distance = () => Math.hypot(...[0, 1].map(i => [...pointers.values()][0][i] - [...pointers.values()][1][i]));
    const before = distance();
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    zoomBy(distance() / Math.max(before, 1), (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    setZoom(zoom.scale, zoom.x - move[0] / 2 / zoom.scale, zoom.y - move[1] / 2 / zoom.scale);
    dragged = 99;
    return;
  }
  pointers.set(event.pointerId, [event.clientX, event.clientY]);
  dragged += Math.abs(move[0]) + Math.abs(move[1]);
  if (dragged > 6) {
    $('map').classList.add('dragged');
    zoom.isWhole = false;
    setZoom(zoom.scale, zoom.x - move[0] / zoom.scale, zoom.y - move[1] / zoom.scale);
  }
});
for (const kind of ['pointerup', 'pointercancel']) window.addEventListener(kind, event => {
  if (!pointers.delete(event.pointerId)) return;
  $('map').classList.remove('dragged');
  // Land that a pointer has touched does not keep the arrow keys: they go on moving the date.
  if (hits.includes(document.activeElement)) document.activeElement.blur();
  if (kind === 'pointerup' && pointers.size === 0 && dragged <= 6 && pressed !== undefined) {
    choose(+pressed === now.unit ? null : +pressed);
  }
});
$('map').addEventListener('pointermove', event => {
  if (event.pointerType !== 'mouse' || pointers.size) return;
  const unit = event.target.dataset ? event.target.dataset.unit : undefined;
  if (unit === undefined) hover(null); else hover(+unit, event.clientX, event.clientY);
});
$('map').addEventListener('pointerleave', () => { if (!pointers.size) hover(null); });
$('frame').addEventListener('wheel', event => {
  event.preventDefault();
  zoomBy(Math.pow(1.0016, -clamp(event.deltaY * (event.deltaMode ? 30 : 1), -300, 300)), event.clientX, event.clientY);
}, { passive: false });
$('map').addEventListener('dblclick', event => { event.preventDefault(); zoomBy(1.8, event.clientX, event.clientY); });
$('zoom-in').addEventListener('click', () => zoomBy(1.5));
$('zoom-out').addEventListener('click', () => zoomBy(1 / 1.5));
$('zoom-all').addEventListener('click', () => { zoom.isWhole = true; setZoom(0, WIDTH / 2, HEIGHT / 2); });

// ---- the slider: years with many changes are wider than years with few ----

const knots = [...new Set([0, ...D.stops.map(stop => stop[0]), D.last])].sort((a, b) => a - b);
function shareOf(day) {
  if (D.last === 0) return 0;
  let i = 0;
  while (i < knots.length - 2 && knots[i + 1] <= day) i++;
  const within = (day - knots[i]) / Math.max(knots[i + 1] - knots[i], 1);
  return 0.25 * day / D.last + 0.75 * (i + clamp(within, 0, 1)) / Math.max(knots.length - 1, 1);
}
function dayAt(share) {
  let low = 0, high = D.last;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shareOf(middle) < share) low = middle + 1; else high = middle;
  }
  return low;
}
/** The day under a pointer; a tick within reach draws it to itself. */
function dayUnder(clientX, reach) {
  const track = $('track').getBoundingClientRect();
  const share = clamp((clientX - track.left) / Math.max(track.width, 1), 0, 1);
  let best = null;
  for (const [day] of D.stops) {
    const off = Math.abs(shareOf(day) - share) * track.width;
    if (off <= reach && (!best || off < best[0])) best = [off, day];
  }
  return best ? best[1] : dayAt(share);
}
function drawTrack() {
  const width = $('track').clientWidth || 1;
  const x = day => (shareOf(day) * width).toFixed(1);
  $('ticks').setAttribute('viewBox', `0 0 ${width} 40`);
  $('ticks').replaceChildren(...[
    s('path', { class: 'base', d: `M0 30H${width}` }),
    now.with === null ? null : s('path', { class: 'span', d: `M${x(now.with)} 30H${x(now.day)}` }),
    ...[0, 1, 2].map(weight => s('path', {
      class: 'tick w' + weight,
      d: D.stops.filter(stop => stop[1] === weight).map(stop => `M${x(stop[0])} 30v${[-7, -13, -24][weight]}`).join(''),
    }))].filter(Boolean));
  // The years with most room are named first, from their first day; what would touch a name is not named.
  const first = dateOf(0).getUTCFullYear(), last = dateOf(D.last).getUTCFullYear();
  // A year of an era is longer than a number.
  const all = [], years = [], apart = Math.max(40, 9 * Math.max(...[first, last].map(year => writtenYear(year).length)));
  for (let year = first; year <= last; year++) {
    const from = shareOf(Math.max(yearStart(year), 0)) * width, to = shareOf(Math.min(yearStart(year + 1), D.last)) * width;
    all.push([to - from, year, from]);
  }
  for (const [, year, place] of all.sort((a, b) => b[0] - a[0] || a[1] - b[1])) {
    if (place > width - 8 || years.some(other => Math.abs(other.place - place) < apart)) continue;
    const label = h('span', {}, writtenYear(year));
    label.style.left = place + 'px';
    label.place = place;
    years.push(label);
  }
  $('years').replaceChildren(...years);
  placeThumbs();
}
function placeThumbs() {
  for (const [id, day, word] of [['thumb', now.day, 'atlas-date'], ['thumb-then', now.with, 'atlas-compare-date']]) {
    const thumb = $(id);
    thumb.hidden = day === null;
    if (day === null) continue;
    thumb.style.left = shareOf(day) * 100 + '%';
    thumb.setAttribute('aria-label', W(word));
    thumb.setAttribute('aria-valuemin', 0);
    thumb.setAttribute('aria-valuemax', D.last);
    thumb.setAttribute('aria-valuenow', day);
    thumb.setAttribute('aria-valuetext', written(day));
  }
}
let dragging = null;
$('track').addEventListener('pointerdown', event => {
  if (event.button) return;
  dragging = event.target.closest('#thumb-then') ? 'then' : 'now';
  $('track').setPointerCapture(event.pointerId);
  if (!event.target.closest('.thumb')) slide(event);
  $(dragging === 'then' ? 'thumb-then' : 'thumb').focus({ preventScroll: true });
  event.preventDefault();
  pause();
});
function slide(event) {
  const day = dayUnder(event.clientX, event.pointerType === 'mouse' ? 4 : 8);
  if (dragging === 'then') { if (day !== now.with) goThen(day); } else if (day !== now.day) go(day);
}
$('track').addEventListener('pointermove', event => { if (dragging) slide(event); });
for (const kind of ['pointerup', 'pointercancel']) $('track').addEventListener(kind, () => { dragging = null; });

/** The day that a key leads to from another, or null. */
function stepFrom(day, key) {
  const stops = D.stops.map(stop => stop[0]);
  const year = by => clamp((() => { const d = dateOf(day); d.setUTCFullYear(d.getUTCFullYear() + by); return Math.round(d / DAY) + UNIX - D.first; })(), 0, D.last);
  switch (key) {
    case 'ArrowRight': case 'ArrowUp': { const next = stops.find(stop => stop > day); return next === undefined ? day : next; }
    case 'ArrowLeft': case 'ArrowDown': { const before = stops.filter(stop => stop < day); return before.length ? before[before.length - 1] : day; }
    case 'PageUp': return year(1);
    case 'PageDown': return year(-1);
    case 'Home': return stops[0];
    case 'End': return stops[stops.length - 1];
    default: return null;
  }
}
$('thumb-then').addEventListener('keydown', event => {
  const day = stepFrom(now.with, event.key);
  if (day === null || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  goThen(day);
});
document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target, own = target.closest ? target.closest('button,select,summary,a,input') : null;
  if (event.key === ' ' && !own) { event.preventDefault(); return playing ? pause() : play(); }
  if (event.key === 'Escape' && now.unit !== null) return choose(null);
  if (target.tagName === 'SELECT') return;
  const onThumb = target.id === 'thumb';
  if (!onThumb && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) return;
  if (!onThumb && target.closest && target.closest('#panel') && !event.key.startsWith('Arrow')) return;
  const day = stepFrom(now.day, event.key);
  if (day === null) return;
  event.preventDefault();
  pause();
  go(day, true);
});

// ---- play ----

let playing = null;
function play() {
  if (stepFrom(now.day, 'ArrowRight') === now.day) go(D.stops[0][0]);
  document.body.classList.add('plays');
  $('play').setAttribute('aria-label', W('atlas-pause'));
  const tick = () => {
    const stop = D.stops.find(([day]) => day === now.day);
    const hold = [800, 1200, 1900][stop ? stop[1] : 0] / (+$('speed').value || 1);
    playing = setTimeout(() => {
      const next = stepFrom(now.day, 'ArrowRight');
      if (next === now.day) return pause();
      go(next, true);
      tick();
    }, hold);
  };
  tick();
}
function pause() {
  clearTimeout(playing);
  playing = null;
  document.body.classList.remove('plays');
  $('play').setAttribute('aria-label', W('atlas-play'));
}
$('play').addEventListener('click', () => playing ? pause() : play());
$('previous').addEventListener('click', () => { pause(); go(stepFrom(now.day, 'ArrowLeft'), true); });
$('next').addEventListener('click', () => { pause(); go(stepFrom(now.day, 'ArrowRight'), true); });

// ---- moving through time ----

function go(day, shows) {
  const before = layers.now.key;
  now.unknown = '';
  now.day = clamp(day, 0, D.last);
  paintDay();
  if (shows && before !== null) flash(Math.max(0, keyOf(now.day) - 1), keyOf(now.day));
  remember();
}
function goThen(day) {
  now.with = clamp(day, 0, D.last);
  paintDay();
  remember();
}
/** Draws the outline of land that looks otherwise than before, for a moment. */
function flash(from, to) {
  for (const node of $('mark').querySelectorAll('.changed')) node.remove();
  if (still.matches || !D.stops.some(([day]) => day === now.day)) return;
  const changed = new Set(L().unit_fills.flatMap((spans, unit) => {
    const [a, b] = [from, to].map(key => L().fills[at(spans, key)]);
    return a[0] !== b[0] ? [unit] : [];
  }));
  if (!changed.size) return;
  const node = s('path', { class: 'changed', d: outline(unit => changed.has(unit)) });
  node.addEventListener('animationend', () => node.remove());
  $('mark').append(node);
}
function paintDay() {
  const key = keyOf(now.day);
  writeDate();
  draw(layers.now, key);
  if (now.with !== null) draw(layers.then, keyOf(now.with));
  $('side-now').textContent = written(now.day);
  if (now.with !== null) $('side-then').textContent = written(now.with);
  placeDivider();
  if (now.with !== null) drawTrack(); else placeThumbs();
  tellRecent();
  tellLegend();
  tellUnit();
  tellTable();
  markAll();
  $('map').setAttribute('aria-label', `${W('map-of')}: ${T().title}, ${written(now.day)}. ${T().views[now.view]}`);
  announce();
}
/** The date on one line, as large as it has room. */
function writeDate() {
  const node = $('date'), notice = $('notice');
  notice.hidden = !now.unknown;
  notice.textContent = now.unknown && W('atlas-no-day').replace('{d}', now.unknown).replace('{0}', written(0)).replace('{1}', written(D.last));
  node.textContent = written(now.day);
  node.style.fontSize = '';
  if (node.scrollWidth > node.clientWidth) {
    node.style.fontSize = parseFloat(getComputedStyle(node).fontSize) * node.clientWidth / node.scrollWidth * 0.995 + 'px';
  }
}
let announcing = null;
function announce() {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    const today = D.changes.filter(([day]) => day === now.day).map(([, event]) => eventTitle(event));
    $('live').textContent = [written(now.day), ...today].join('. ');
  }, 350);
}

// ---- view, language, comparison, print ----

function paintWords() {
  const lang = D.langs[now.lang];
  document.documentElement.lang = lang;
  document.title = T().title;
  $('title').textContent = T().title;
  $('shown').textContent = T().views[now.view] + (T().reading ? ` · ${W('reading')}: ${T().reading}` : '');
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = W(node.dataset.word);
  for (const node of document.querySelectorAll('[data-label]')) {
    node.setAttribute('aria-label', W(node.dataset.label));
    if (node.tagName === 'BUTTON') node.title = W(node.dataset.label);
  }
  $('view').replaceChildren(...D.views.map((_, index) => h('option', { value: index }, T().views[index])));
  $('view').value = now.view;
  $('lang').replaceChildren(...D.text.map((text, index) => h('option', { value: index, lang: D.langs[index] }, text.name)));
  $('lang').value = now.lang;
  $('lang').closest('label').hidden = D.langs.length < 2;
  $('compare').setAttribute('aria-pressed', now.with !== null);
  $('divider').setAttribute('aria-label', W('atlas-divider'));
  $('play').setAttribute('aria-label', W(playing ? 'atlas-pause' : 'atlas-play'));
  tellAll();
  tellFoot();
  scaleBar();
}
function paintAll() {
  paintWords();
  paintDay();
  drawTrack();
  mark();
}
$('view').addEventListener('change', () => { now.view = +$('view').value; paintAll(); remember(); });
$('lang').addEventListener('change', () => { now.lang = +$('lang').value; paintAll(); remember(); });
$('compare').addEventListener('click', () => {
  if (now.with !== null) now.with = null;
  else {
    // The last change of much land some months ago, else the first tick before; at the beginning, what is there is held
    // against what comes.
    const large = list => { const some = list.filter(([, weight]) => weight === 2); return some.length ? some[some.length - 1] : list[0]; };
    const before = D.stops.filter(([day]) => day < now.day), long = before.filter(([day]) => day < now.day - 90);
    const from = long.length ? large(long) : before[0];
    if (from) now.with = from[0];
    else {
      const after = large(D.stops.filter(([day]) => day > now.day));
      now.with = now.day;
      now.day = after ? after[0] : D.last;
      // There is nothing to be held against the only day.
      if (now.day === now.with) now.with = null;
    }
    now.split = 0.5;
  }
  paintAll();
  remember();
});
$('print').addEventListener('click', () => window.print());
$('table').addEventListener('toggle', tellTable);
function splitTo(share) { now.split = clamp(share, 0, 1); placeDivider(); remember(); }
$('divider').addEventListener('pointerdown', event => {
  $('divider').setPointerCapture(event.pointerId);
  event.preventDefault();
  $('divider').focus({ preventScroll: true });
});
$('divider').addEventListener('pointermove', event => {
  if (!$('divider').hasPointerCapture(event.pointerId)) return;
  const [w, , frame] = frameSize();
  splitTo((event.clientX - frame.left) / w);
});
$('divider').addEventListener('keydown', event => {
  const step = { ArrowLeft: -0.02, ArrowDown: -0.02, ArrowRight: 0.02, ArrowUp: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  splitTo(now.split + step);
});

// ---- the address remembers the state ----

let remembering = null;
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    const parts = ['date=' + iso(now.day), 'view=' + D.views[now.view], 'lang=' + D.langs[now.lang]];
    if (now.with !== null) parts.push('with=' + iso(now.with), 'at=' + Math.round(now.split * 100));
    if (now.unit !== null) parts.push('land=' + encodeURIComponent(D.units[now.unit].key));
    const hash = '#' + parts.join('&');
    if (hash !== location.hash) try { history.replaceState(null, '', hash); } catch (_) { /* a page in a frame keeps none */ }
  }, 120);
}
function recall() {
  const told = new Map(location.hash.slice(1).split('&').map(part => part.split('=')));
  const place = (list, name) => { const i = list.indexOf(told.get(name)); return i < 0 ? null : i; };
  const view = place(D.views, 'view'), lang = place(D.langs, 'lang'), day = dayOf(told.get('date'));
  if (view !== null) now.view = view;
  if (lang !== null) now.lang = lang;
  if (day !== null) now.day = day;
  now.with = dayOf(told.get('with'));
  // A date of an address that there is no map of is told, and does not pass for another.
  now.unknown = ['date', 'with'].map(name => told.get(name)).filter(text => text && dayOf(text) === null).join(', ');
  if (now.with !== null && told.has('at')) now.split = clamp(parseInt(told.get('at'), 10) / 100 || 0, 0, 1);
  let key = '';
  try { key = decodeURIComponent(told.get('land') || ''); } catch (_) { key = ''; }
  const unit = D.units.findIndex(one => one.key === key);
  now.unit = unit < 0 ? null : unit;
}
window.addEventListener('hashchange', () => { recall(); paintAll(); });

// ---- begin ----

recall();
startZoom();
paintAll();
new ResizeObserver(() => {
  if (isPrinting) return;
  if (zoom.isWhole) startZoom(); else setZoom(zoom.scale, zoom.x, zoom.y);
  drawTrack();
  writeDate();
}).observe($('frame'));
window.addEventListener('beforeprint', () => {
  const [w, h] = frameSize(), { scale, x, y, isWhole } = zoom;
  isPrinting = { scale, x, y, isWhole };
  // A list that is too long for the page of the map is on the next.
  document.body.classList.toggle('long', $('recent').querySelectorAll('li').length > 6);
  // What is seen stays to be seen, or all of the map.
  if (isWhole) setZoom(0, WIDTH / 2, HEIGHT / 2); else setZoom(Math.min(PAPER[0] / w, PAPER[1] / h) * scale, x, y);
});
window.addEventListener('afterprint', () => {
  const { scale, x, y, isWhole } = isPrinting;
  isPrinting = false;
  if (isWhole) startZoom(); else setZoom(scale, x, y);
});
// Boxes of names measured before the letters were there are wrong.
document.fonts.ready.then(() => {
  writeDate();
  for (const layer of Object.values(layers)) { for (const one of layer.made.values()) one.box = null; if (layer.key !== null) fitLabels(layer); }
});
document.documentElement.dataset.ready = 'yes';
}());
