/**
 * The page's one script, served as it stands. It only loads the same page again, and only while the box is ticked;
 * everything else on the page is links and a form. What is focused or selected is not taken away from its reader.
 */
export const SCRIPT = `'use strict';
(() => {
  const EVERY_MS = 5000;
  const KEY = 'refresh';
  const label = document.getElementById('refresh');
  const said = document.getElementById('refresh-said');
  const box = label.querySelector('input');
  let isLoading = false;

  label.hidden = false;
  box.checked = sessionStorage.getItem(KEY) === 'on';
  box.addEventListener('change', () => {
    sessionStorage.setItem(KEY, box.checked ? 'on' : 'off');
    said.textContent = '';
  });

  const isRead = () => {
    const state = document.getElementById('state');
    const focused = document.activeElement;
    const isFocused = focused !== state && state.contains(focused);
    return isFocused || !document.getSelection().isCollapsed;
  };

  const load = async () => {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (!answer.ok) throw new Error('it answered ' + answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (isRead() || !box.checked) return;
    document.getElementById('state').replaceWith(fresh.getElementById('state'));
    said.textContent = '';
  };

  setInterval(() => {
    if (!box.checked || document.hidden || isLoading || isRead()) return;
    isLoading = true;
    load()
      .catch(() => {
        said.textContent = 'The gateway does not answer; what you see is old.';
      })
      .finally(() => {
        isLoading = false;
      });
  }, EVERY_MS);
})();
`;
