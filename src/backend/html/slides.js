'use strict';
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const slides = [...document.querySelectorAll('.slide')];
  const [stage, notes, bar, where, keys] = ['slides', 'notes', 'bar', 'where', 'keys'].map(byId);
  const [back, next, showNotes, full, help] = ['back', 'next', 'show-notes', 'full', 'help'].map(byId);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const title = document.title;
  let at = -1;

  const settle = () => slides.forEach((slide) => slide.classList.remove('leaving', 'coming'));

  const go = (to, focus = true) => {
    to = Math.max(0, Math.min(slides.length - 1, to));
    if (to === at) return;
    settle();
    const [old, now] = [slides[at], slides[to]];
    if (old) {
      old.classList.remove('current');
      old.inert = true;
      // Only the step to the next slide is seen changing.
      if (to === at + 1 && now.hasAttribute('data-fades') && !calm.matches) {
        old.classList.add('leaving');
        now.classList.add('coming');
      }
    }
    now.classList.add('current');
    now.inert = false;
    at = to;
    where.textContent = `${at + 1} / ${slides.length}`;
    back.disabled = at === 0;
    next.disabled = at === slides.length - 1;
    const own = now.querySelector('.notes');
    notes.replaceChildren(...(own ? [...own.childNodes].map((node) => node.cloneNode(true)) : []));
    notes.scrollTop = 0;
    document.title = `${at + 1} · ${title}`;
    const hash = `#${at + 1}`;
    if (location.hash !== hash) history.replaceState(null, '', hash);
    if (focus) now.focus({ preventScroll: true });
  };

  const toggleNotes = () => {
    notes.hidden = !notes.hidden;
    root.classList.toggle('with-notes', !notes.hidden);
    showNotes.setAttribute('aria-pressed', String(!notes.hidden));
  };
  const toggleFull = () => {
    // Refused where a page may not; then the slides stay as they are.
    const done = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.();
    done?.catch(() => {});
  };
  const toggleKeys = () => (keys.open ? keys.close() : keys.showModal());

  const act = {
    ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), PageDown: () => go(at + 1), Enter: () => go(at + 1),
    ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1), PageUp: () => go(at - 1), Backspace: () => go(at - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    f: toggleFull, n: toggleNotes, '?': toggleKeys,
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const onButton = event.target.closest?.('button');
    if (keys.open && event.key !== '?') return;
    if (onButton && (event.key === ' ' || event.key === 'Enter')) return;
    // Long notes are scrolled while they have the focus.
    if (event.target === notes && /^(Arrow(Up|Down)|Page|Home|End| )/.test(event.key)) return;
    if (event.key === ' ') {
      event.preventDefault();
      return go(at + (event.shiftKey ? -1 : 1));
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!Object.hasOwn(act, key)) return;
    event.preventDefault();
    act[key]();
  });

  // A click on the left third goes back. A stroke of a finger goes the way that paper would.
  let start = null;
  stage.addEventListener('pointerdown', (event) => {
    start = event.isPrimary && event.button === 0 ? [event.clientX, event.clientY] : null;
  });
  stage.addEventListener('pointercancel', () => { start = null; });
  stage.addEventListener('pointerup', (event) => {
    if (!start) return;
    const [dx, dy] = [event.clientX - start[0], event.clientY - start[1]];
    start = null;
    if (event.pointerType !== 'mouse' && Math.abs(dx) > 40 && Math.abs(dx) > 2 * Math.abs(dy)) {
      return go(at + (dx < 0 ? 1 : -1));
    }
    if (Math.hypot(dx, dy) > 8 || String(getSelection())) return;
    go(at + (event.clientX < innerWidth / 3 ? -1 : 1));
  });

  back.addEventListener('click', () => go(at - 1, false));
  next.addEventListener('click', () => go(at + 1, false));
  showNotes.addEventListener('click', toggleNotes);
  full.addEventListener('click', toggleFull);
  help.addEventListener('click', toggleKeys);
  addEventListener('hashchange', () => {
    const wanted = Number.parseInt(location.hash.slice(1), 10);
    if (wanted >= 1) go(wanted - 1);
  });
  stage.addEventListener('animationend', settle);

  let sleep;
  const wake = () => {
    root.classList.add('awake');
    clearTimeout(sleep);
    sleep = setTimeout(() => root.classList.remove('awake'), 3000);
  };
  addEventListener('pointermove', wake);

  if (!root.requestFullscreen) full.hidden = true;
  root.classList.add('presenting');
  bar.hidden = false;
  wake();
  slides.forEach((slide) => { slide.inert = true; });
  go((Number.parseInt(location.hash.slice(1), 10) || 1) - 1);
  root.dataset.ready = 'yes';
})();
