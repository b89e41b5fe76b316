// Exchanges the parts of a page that changed, and lays a veil over it as soon as what it shows is older than five seconds.
// The server encodes whatever it puts into a part; the page's content security policy runs no script but this file.
const STALE_AFTER = 5000;
const RETRY = 3000;
const body = document.body;
const age = document.getElementById("age");
const parser = new DOMParser();
let lastFrame = performance.now() - (body.classList.contains("stale") ? STALE_AFTER : 0);
let source = null;
let retry = 0;

function exchange(id, html) {
  const element = document.getElementById(id);
  if (!element) return false;
  element.replaceChildren(...parser.parseFromString(html, "text/html").body.childNodes);
  return true;
}

function receive(event) {
  const frame = JSON.parse(event.data);
  if (frame.build !== body.dataset.build) {
    location.reload();
    return;
  }
  // A part without a place means that the configuration has changed since the page was loaded.
  if (!frame.parts.every(([id, html]) => exchange(id, html))) {
    location.reload();
    return;
  }
  lastFrame = performance.now();
  veil();
}

function veil() {
  const old = performance.now() - lastFrame;
  const stale = old >= STALE_AFTER;
  body.classList.toggle("stale", stale);
  if (!stale) return;
  const seconds = Math.floor(old / 1000);
  const text = seconds < 120 ? age.dataset.seconds.replace("{0}", seconds) : age.dataset.minutes.replace("{0}", Math.floor(seconds / 60));
  if (age.textContent !== text) age.textContent = text;
}

function connect() {
  clearTimeout(retry);
  source?.close();
  source = new EventSource(body.dataset.feed);
  source.addEventListener("picture", receive);
  // The browser reconnects by itself after a broken connection, but gives up on a refusal.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY);
  });
}

// A hidden page asks for nothing: the box has better things to do.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(retry);
    source?.close();
  } else {
    connect();
  }
});

setInterval(veil, 500);
veil();
if (!document.hidden) connect();
