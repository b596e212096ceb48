'use strict';

const main = document.getElementById('main');
const live = document.getElementById('live');
const pause = document.getElementById('pause');

// ---- pages that look again -----------------------------------------------------------------------------------------

let paused = false;
let loading = false;

// Brings an element up to date in place, so that focus, scrolling and what is open stay as they are.
function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) { old.replaceWith(fresh); return; }
  if (old.nodeType === Node.TEXT_NODE) { if (old.data !== fresh.data) { old.data = fresh.data; } return; }
  if (old.nodeType !== Node.ELEMENT_NODE || old.hasAttribute('data-keep')) { return; }
  if (old.nodeName === 'FORM' && old.contains(document.activeElement)) { return; }
  for (const { name } of [...old.attributes]) { if (name !== 'open' && !fresh.hasAttribute(name)) { old.removeAttribute(name); } }
  for (const { name, value } of [...fresh.attributes]) { if (old.getAttribute(name) !== value) { old.setAttribute(name, value); } }
  morphChildren(old, fresh);
}

function morphChildren(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) { if (child.dataset.key) { keyed.set(child.dataset.key, child); } }
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = wanted.dataset?.key;
    const known = key ? keyed.get(key) : place?.dataset?.key ? null : place;
    if (known) {
      if (known === place) { place = place.nextSibling; } else { old.insertBefore(known, place); }
      keyed.delete(key);
      morph(known, wanted);
    } else {
      old.insertBefore(wanted, place);
    }
  }
  while (place) { const next = place.nextSibling; place.remove(); place = next; }
}

async function lookAgain() {
  if (paused || loading || document.hidden) { return; }
  loading = true;
  try {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (response.status === 401) { location.reload(); return; }
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const selected = String(getSelection());
    if (response.ok && !selected) {
      morphChildren(main, page.getElementById('main'));
      document.title = page.title;
    }
    say(selected ? 'Waits while text is selected' : 'Live');
  } catch {
    say('The host does not answer');
  } finally {
    loading = false;
  }
}

function say(text) { if (live.textContent !== text) { live.textContent = text; } }

if (main.dataset.refresh) {
  setInterval(lookAgain, Number(main.dataset.refresh));
  document.addEventListener('visibilitychange', lookAgain);
  say('Live');
  pause.hidden = false;
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Go on' : 'Pause';
    say(paused ? 'Paused' : 'Live');
    lookAgain();
  });
}

// ---- forms and keys ------------------------------------------------------------------------------------------------

document.addEventListener('change', event => {
  if (event.target.matches('[data-submit]')) { event.target.form.requestSubmit(); }
});

document.addEventListener('submit', event => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) { event.preventDefault(); return; }

  // Pressed twice in a hurry is one request.
  if (event.target.method === 'post') {
    if (event.target.dataset.sent) { event.preventDefault(); }
    event.target.dataset.sent = 'yes';
  }
});

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea')) { return; }
  const search = document.querySelector('input[type=search]');
  if (search) { event.preventDefault(); search.focus(); search.select(); }
});

const goOn = document.querySelector('[data-go-on]');
if (goOn) { location.replace(goOn.dataset.goOn); }

if (location.hash.startsWith('#s')) {
  const span = document.getElementById(location.hash.slice(1));
  if (span) { span.open = true; span.scrollIntoView({ block: 'center' }); }
}

// ---- a console that follows ----------------------------------------------------------------------------------------

const log = document.querySelector('[data-follow]');
if (log) {
  const mostLines = 3000;
  const search = document.querySelector('[data-console-search]');
  const found = document.getElementById('found');
  log.scrollTop = log.scrollHeight;

  const show = line => {
    const wanted = search.value.toLowerCase();
    const text = line.lastElementChild;
    const whole = text.textContent;
    const at = wanted ? whole.toLowerCase().indexOf(wanted) : -1;
    line.hidden = Boolean(wanted) && at < 0;
    if (at >= 0) {
      const mark = document.createElement('mark');
      mark.textContent = whole.slice(at, at + wanted.length);
      text.replaceChildren(whole.slice(0, at), mark, whole.slice(at + wanted.length));
    } else if (text.firstElementChild) {
      text.textContent = whole;
    }
    return !line.hidden;
  };

  const showAll = () => {
    let count = 0;
    for (const line of log.children) { if (show(line)) { count++; } }
    found.textContent = search.value ? `${count} of ${log.children.length} lines` : '';
    log.scrollTop = log.scrollHeight;
  };

  search.form.addEventListener('submit', event => event.preventDefault());
  search.addEventListener('input', showAll);
  if (search.value) { showAll(); }

  const look = text => /^(fail|crit):|\[error\]/.test(text) ? 'line ill' : /^warn:|^\[host\]|\[warning\]/.test(text) ? 'line warn' : 'line';
  const take = message => {
    log.dataset.after = message.lastEventId;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const space = message.data.indexOf(' ');
    const line = document.createElement('div');
    const time = document.createElement('time');
    const text = document.createElement('span');
    time.textContent = message.data.slice(0, space);
    text.textContent = message.data.slice(space + 1);
    line.className = look(text.textContent);
    line.append(time, ' ', text);
    log.append(line);
    show(line);
    while (log.children.length > mostLines) { log.firstElementChild.remove(); }
    if (atEnd && !paused) { log.scrollTop = log.scrollHeight; }
  };

  // A browser has six connections to one host for all its tabs: one that nobody looks at holds none.
  let source = null;
  const follow = () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(`${log.dataset.follow}?after=${log.dataset.after}`);
      source.onmessage = take;
    }
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}
