// The wall's clock, the age of its data, and one sentence when something is wrong. All times are the server's, in Shanghai.
const body = document.body;
const words = body.dataset;
const QUIET_MS = 12_000; // two polls and a little: a single lost answer is no fault
const NOTICE_MS = 60_000;
const shape = (second) => new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hourCycle: "h23", hour: "2-digit", minute: "2-digit", ...(second && { second: "2-digit" }) });
const long = shape(true);
const short = shape(false);

const known = { offset: 0, heard: performance.now(), dataAt: null, overdue: false, answered: false, trouble: "", restarted: 0, closed: "", moment: "", over: false };

export function heard(response, state) {
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (date) known.offset = date - Date.now();
  if (known.trouble && state && known.boot && state.boot !== known.boot) known.restarted = performance.now();
  Object.assign(known, { heard: performance.now(), trouble: "", closed: "", answered: true });
  if (state) Object.assign(known, { boot: state.boot, dataAt: state.data_at ? Date.parse(state.data_at) : null, overdue: state.overdue });
  show();
}

// Why there was no answer: "lost" (no connection), "failing" (the server cannot), "closed" or "guessed" (it will not).
export function unheard(why) {
  if (why === "closed" || why === "guessed") known.closed = why;
  else known.trouble = why;
  show();
}

export function moment(text, over) {
  Object.assign(known, { moment: text, over });
  show();
}

function span(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [name, n] = seconds < 60 ? ["seconds", seconds] : seconds < 7200 ? ["minutes", Math.floor(seconds / 60)] : ["hours", Math.floor(seconds / 3600)];
  return words[name].replace("{n}", n);
}

function fault(now) {
  if (known.closed) return words[known.closed];
  const silent = performance.now() - known.heard;
  if (silent > QUIET_MS) return words[known.trouble || "lost"].replace("{age}", span(silent));
  if (known.overdue) return known.dataAt ? words.overdue.replace("{age}", span(now - known.dataAt)) : words.never;
  if (known.restarted && performance.now() - known.restarted < NOTICE_MS) return words.restarted;
  return "";
}

function put(id, text) {
  const box = document.getElementById(id);
  if (box && box.textContent !== text) box.textContent = text;
}

function show() {
  const now = Date.now() + known.offset;
  if (words.replay) {
    put("clock", known.moment);
    put("age", `${words.replay} · ${known.over ? words.over : words.playing}`);
  } else {
    put("clock", long.format(now));
    const fresh = known.dataAt ? words.fresh.replace("{time}", short.format(known.dataAt)).replace("{age}", span(now - known.dataAt)) : words.nothing;
    if (known.answered) put("age", `${fresh} · ${words.checked.replace("{time}", long.format(now - (performance.now() - known.heard)))}`);
  }
  const said = fault(now);
  put("fault", said);
  body.classList.toggle("wall-stale", Boolean(said) && said !== words.restarted);
}

setInterval(show, 1000);
