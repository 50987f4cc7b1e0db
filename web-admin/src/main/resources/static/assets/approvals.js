'use strict';
// Single keys on the approval pages, and where the focus goes after a row was decided on. The pages work without it.
(() => {
  const said = document.getElementById('said');
  const keys = document.getElementById('keys');
  const help = document.getElementById('keys-help');
  const open = document.getElementById('keys-open');
  const links = () => [...document.querySelectorAll('tr[data-row] .row-link')];
  const focus = (element) => element && (element.focus(), true);

  document.body.addEventListener('htmx:afterSwap', (event) => {
    const piece = event.target.closest('[data-said]');
    if (!piece) {
      return;
    }
    said.textContent = piece.dataset.said;
    if (piece.matches('tr')) {
      let next = piece.nextElementSibling;
      while (next && !next.matches('[data-row]')) {
        next = next.nextElementSibling;
      }
      focus(next && next.querySelector('.row-link')) || focus(links().at(-1)) || focus(document.getElementById('list'));
    } else {
      focus(piece.querySelector('#next[data-focus]')) || focus(piece.querySelector('.verdict'));
    }
  });

  if (location.hash === '#reason') {
    focus(document.getElementById('reason'));
  }
  if (keys.dataset.on !== 'true') {
    return;
  }
  open.hidden = false;
  open.addEventListener('click', () => help.showModal());

  const step = (by) => {
    const all = links();
    const at = all.indexOf(document.activeElement.closest('tr')?.querySelector('.row-link'));
    return focus(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  const inRow = (what) => document.activeElement.closest('tr[data-row]')?.querySelector(what);
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    a: () => focus(inRow('.row-approve') || document.getElementById('approve')),
    r: () => {
      const link = inRow('.row-reject');
      return link ? (link.click(), true) : document.getElementById('reject') && focus(document.getElementById('reason'));
    },
    '/': () => {
      const filter = document.getElementById('filter');
      return filter && ((filter.open = true), focus(document.getElementById('tenant')));
    },
    '?': () => (help.showModal(), true),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open
        || event.target.closest('input, textarea, select, [contenteditable]')) {
      return;
    }
    if (Object.hasOwn(actions, event.key) && actions[event.key]()) {
      event.preventDefault();
    }
  });
})();
