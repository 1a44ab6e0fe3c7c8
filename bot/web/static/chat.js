// Makes the chat page quicker: sends without leaving the page, and hears what happens elsewhere.
// Without it all works with plain forms. All words and all markup of messages come from the server.

const LATE_SECONDS = 3;
const GIVE_UP_SECONDS = 60;
const COUNT_FROM = 200;
const STORE = "bron-pending";

const chat = document.getElementById("chat");
const form = document.getElementById("composer");
const box = document.getElementById("message");
const list = document.getElementById("new");
const status = document.getElementById("status");
const problem = document.getElementById("problem");
const counter = document.getElementById("counter");
const limit = Number(form.dataset.limit);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Messages on their way, by their own id: {id, message | payload, shown}. */
const pending = new Map();
let queue = Promise.resolve();
let stream = null;
let lastEvent = Number(chat.dataset.lastEvent);

// --- Sending ---

document.addEventListener("submit", (event) => {
  const asked = event.target;
  if (!asked.hasAttribute("data-ask")) return;
  event.preventDefault();
  if (asked === form) return sendTyped();
  const fields = new FormData(asked);
  const button = asked.querySelector("button");
  const payload = fields.get("payload");
  if (!payload) return resume(asked.closest(".turn"));
  send({ id: newId(), payload, shown: button.querySelector(".choice-text").textContent }, button);
});

function sendTyped() {
  const message = box.value.trim();
  if (!message || length(message) > limit) {
    // The server says what is wrong, in the words that everybody gets.
    return validate(message);
  }
  box.value = "";
  showProblem("");
  typed();
  send({ id: newId(), message, shown: message });
}

/** Show the message, keep it until the server has it, and send it after those before it. */
function send(entry, pressed) {
  const turn = document.getElementById("turn-template").content.firstElementChild.cloneNode(true);
  turn.dataset.id = entry.id;
  turn.querySelector(".asker .said").textContent = entry.shown;
  useUpButtons(pressed);
  list.append(turn);
  document.getElementById("actions").hidden = false;
  pending.set(entry.id, entry);
  store();
  if (pressed) turn.focus({ preventScroll: true });
  reveal(turn);
  enqueue(entry, turn);
}

function enqueue(entry, turn) {
  queue = queue.then(() => (pending.has(entry.id) ? attempt(entry, turn) : undefined));
}

async function attempt(entry, turn) {
  const waiting = turn.querySelector(".waiting");
  waiting.hidden = false;
  turn.querySelector("[data-failure]")?.remove();
  const late = setTimeout(() => {
    const text = waiting.querySelector(".waiting-text");
    text.textContent = text.dataset.late;
    if (pending.has(entry.id)) status.textContent = text.dataset.late;
  }, LATE_SECONDS * 1000);
  const { message, payload } = entry;
  const answer = await post(payload ? { payload, id: entry.id } : { message, id: entry.id });
  clearTimeout(late);
  status.textContent = "";
  if (!pending.has(entry.id)) return; // The event stream was quicker.
  if (answer.html) return acknowledge(entry.id, answer.html);
  if (answer.status === 422 && entry.message) return takeBack(entry, turn, answer.error);
  fail(entry, turn, answer.error);
}

/** Post to the API. Returns {html} or {status, error}; a lost connection has status 0 and no error. */
async function post(body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), GIVE_UP_SECONDS * 1000);
  try {
    const response = await fetch("/api/chat", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Chat-Page": "1" },
      body: JSON.stringify(body),
      signal: giveUp.signal,
    });
    const reply = await response.json();
    return response.ok ? reply : { status: response.status, error: reply.error };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function acknowledge(id, html) {
  pending.delete(id);
  store();
  const answered = parse(html);
  const shown = list.querySelector(`.turn[data-id="${CSS.escape(id)}"]`);
  if (!shown) return add(answered);
  shown.dataset.turn = answered.dataset.turn;
  shown.id = answered.id;
  // The question may have been masked; a change of text is not read out again, an added message is.
  shown.querySelector(".asker .said").textContent = answered.querySelector(".asker .said").textContent;
  shown.querySelector(".waiting")?.remove();
  shown.querySelector("[data-failure]")?.remove();
  shown.append(...answered.querySelectorAll(".message:not(.asker)"));
  if (shown !== turns().at(-1)) useUpButtons(null, shown);
  reveal(shown);
  listen();
}

function fail(entry, turn, error) {
  turn.querySelector(".waiting").hidden = true;
  const failure = document.getElementById("failure-template").content.firstElementChild.cloneNode(true);
  const text = failure.querySelector("[data-text]");
  text.textContent = error ? `${error.what} ${error.now}` : text.dataset.default;
  failure.querySelector("[data-retry]").addEventListener("click", () => {
    turn.focus({ preventScroll: true });
    enqueue(entry, turn);
  });
  turn.append(failure);
  reveal(turn);
}

/** A message that can never be accepted goes back to the field, with the reason. */
function takeBack(entry, turn, error) {
  pending.delete(entry.id);
  store();
  turn.remove();
  if (!box.value) box.value = entry.message;
  typed();
  showProblem(`${error.what} ${error.now}`);
}

async function validate(message) {
  const answer = await post({ message, id: newId() });
  if (answer.error) showProblem(`${answer.error.what} ${answer.error.now}`);
}

function showProblem(text) {
  problem.hidden = !text;
  problem.textContent = text;
  document.getElementById("field").classList.toggle("wrong", Boolean(text));
  box.toggleAttribute("aria-invalid", Boolean(text));
  if (!text) return;
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", "problem hint counter");
  status.textContent = text;
  box.focus();
}

// --- After a reload ---

function resume(turn) {
  const fields = new FormData(turn.querySelector("form[data-ask]"));
  const entry = { id: fields.get("id"), shown: turn.querySelector(".asker .said").textContent };
  entry[fields.get("payload") ? "payload" : "message"] = fields.get("payload") || fields.get("message");
  const waiting = document.getElementById("turn-template").content.querySelector(".waiting").cloneNode(true);
  turn.querySelector("[data-unanswered]").remove();
  turn.append(waiting);
  turn.removeAttribute("data-waiting");
  list.append(turn);
  pending.set(entry.id, entry);
  enqueue(entry, turn);
}

function restore() {
  for (const turn of document.querySelectorAll(".turn[data-waiting]")) resume(turn);
  for (const entry of stored()) {
    if (pending.has(entry.id) || document.querySelector(`.turn[data-id="${CSS.escape(entry.id)}"]`)) continue;
    send(entry);
  }
  store();
}

/** Only messages that are on their way are kept in the browser, for as long as they are, and only in this tab. */
function store() {
  try {
    if (pending.size) sessionStorage.setItem(STORE, JSON.stringify([...pending.values()]));
    else sessionStorage.removeItem(STORE);
  } catch {
    // A browser may forbid storage; then a reload in the middle loses what the server never got.
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

// --- What happens elsewhere ---

function listen() {
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource(`/api/chat/events?after=${lastEvent}`);
  stream.addEventListener("turn", (event) => {
    const told = hear(event);
    if (pending.has(told.id)) return acknowledge(told.id, told.html);
    if (document.querySelector(`[data-turn="${CSS.escape(told.turn)}"]`)) return;
    useUpButtons(null);
    add(parse(told.html));
  });
  for (const kind of ["agent_reply", "ticket_status"]) {
    stream.addEventListener(kind, (event) => {
      const told = hear(event);
      const item = parse(told.html);
      if (document.querySelector(`[data-event="${CSS.escape(item.dataset.event)}"]`)) return;
      add(item);
      const place = document.querySelector(`[data-ticket-status="${CSS.escape(item.dataset.ticket ?? "")}"]`);
      if (place) place.textContent = item.dataset.status;
    });
  }
}

function hear(event) {
  lastEvent = Math.max(lastEvent, Number(event.lastEventId));
  return JSON.parse(event.data);
}

function add(item) {
  const nearEnd = innerHeight + scrollY > document.documentElement.scrollHeight - 300;
  list.append(item);
  if (nearEnd) reveal(item);
}

// --- Small things ---

function turns() {
  return [...document.querySelectorAll(".turn:not(.news)")];
}

/** Buttons are for the newest message only: they stay readable, and the pressed one says so. */
function useUpButtons(pressed, within = document) {
  for (const button of within.querySelectorAll(".choice")) button.disabled = true;
  pressed?.setAttribute("aria-pressed", "true");
}

function parse(html) {
  return new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelector("li");
}

function reveal(item) {
  item.scrollIntoView({ block: "start", behavior: calm.matches ? "instant" : "smooth" });
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Only there on https and on this machine itself; elsewhere the same from random bytes.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/** Count characters as the server does: a character outside the basic plane is one. */
function length(text) {
  return [...text].length;
}

let counted = 0;
function typed() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
  const left = limit - length(box.value.trim());
  const words = left < 0 ? counter.dataset.over : left <= COUNT_FROM ? counter.dataset.left : "";
  counter.textContent = words.replace("{n}", Math.abs(left));
  counter.classList.toggle("over", left < 0);
  clearTimeout(counted);
  if (words) counted = setTimeout(() => (status.textContent = counter.textContent), 1000);
}

box.addEventListener("input", typed);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  form.requestSubmit();
});

box.rows = 1;
box.style.resize = "none"; // It grows by itself.
typed();
restore();
if (chat.hasAttribute("data-conversation")) {
  listen();
  const newest = turns().at(-1);
  if (newest && !location.hash) newest.scrollIntoView({ block: "start", behavior: "instant" });
}
