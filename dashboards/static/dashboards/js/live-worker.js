// One event stream for all tabs of a browser (HTTP/1.1 allows six connections to a host): each tab says which view it shows, the
// stream carries every view that some tab shows, and is opened anew when that set changes. Tabs that fall silent are forgotten.
const SILENT_MS = 150_000;
const SETTLE_MS = 60; // tabs that open together share one opening
const tabs = new Map(); // port -> { view, since, heard }
const told = new Map(); // view -> when it was last sent, by the clock of the server
let source = null;
let shown = "";
let live = "";
let language = "";
let timer = 0;
let mode = null;

function tell(message, view) {
  for (const [port, tab] of tabs) {
    if (view === undefined || tab.view === view) port.postMessage(message);
  }
}

function stop() {
  source?.close();
  source = null;
  shown = "";
}

function views() {
  return [...new Set([...tabs.values()].map((tab) => tab.view))].sort();
}

// Everything is sent when one tab does not know since when; else what changed since the oldest of them.
function since() {
  const times = [...tabs.values()].map((tab) => tab.since);
  return times.every(Boolean) ? times.sort((a, b) => Date.parse(a) - Date.parse(b))[0] : null;
}

function settle(delay = SETTLE_MS) {
  clearTimeout(timer);
  timer = setTimeout(open, delay);
}

function open() {
  const wanted = views();
  if (wanted.length === 0) return stop();
  if (source && shown === JSON.stringify(wanted)) return;
  const before = source; // closed once the next one stands, so that nothing is missed between
  const address = new URL(live, self.location.href);
  for (const view of wanted) address.searchParams.append("view", view);
  if (language) address.searchParams.set("language", language);
  const from = since();
  if (from) address.searchParams.set("since", from);
  shown = JSON.stringify(wanted);
  listen(new EventSource(address), before);
}

function listen(stream, before) {
  source = stream;
  const hear = (name, act) => stream.addEventListener(name, (event) => source === stream && act(JSON.parse(event.data)));
  stream.addEventListener("open", () => before?.close());
  hear("mode", (found) => { mode = found; tell({ name: "mode", data: found }); });
  hear("beat", (at) => tell({ name: "beat", data: at }));
  hear("view", ({ view, at, fragments }) => {
    told.set(view, Date.parse(at));
    for (const tab of tabs.values()) if (tab.view === view) tab.since = at;
    tell({ name: "fragments", data: fragments }, view);
  });
  hear("end", (why) => {
    tell({ name: "end", data: why });
    stop();
    if (why !== "session") forgetTimes(why === "server" ? 3000 : 60_000); // many, full: come again when others have left
  });
  stream.addEventListener("error", () => {
    before?.close();
    if (source !== stream) return;
    tell({ name: "lost" });
    if (stream.readyState === EventSource.CLOSED) {
      stop();
      forgetTimes(5000);
    }
  });
}

function forgetTimes(delay) {
  for (const tab of tabs.values()) tab.since = null;
  settle(delay);
}

function sweep() {
  for (const [port, tab] of tabs) if (Date.now() - tab.heard > SILENT_MS) tabs.delete(port);
  settle();
}

self.addEventListener("connect", (event) => {
  const port = event.ports[0];
  port.addEventListener("message", ({ data }) => {
    if (data.do === "leave") tabs.delete(port);
    else if (data.do === "join") {
      live = data.live;
      language = data.language;
      tabs.set(port, { view: data.view, since: data.since ?? null, heard: Date.now() });
      // A view that is on the wire already sends only what changes: a tab that may have missed something has all sent anew.
      const missed = !data.since || (told.get(data.view) ?? 0) >= Date.parse(data.since);
      if (source && missed && shown === JSON.stringify(views())) stop();
      if (mode !== null) port.postMessage({ name: "mode", data: mode });
    } else if (tabs.has(port)) {
      tabs.get(port).heard = Date.now();
      return;
    }
    settle();
  });
  port.start();
});
setInterval(sweep, 60_000);
