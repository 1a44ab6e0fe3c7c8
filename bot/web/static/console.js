// Keeps the console's lists and tickets up to date and looks after what was typed. All of it works without this too.

const BUSY = 1500; // ms between two looks while the page is in sight: a new ticket shows within 2 seconds
const QUIET = 10000; // ms while the page is hidden behind another tab

const byData = (name, root = document) => root.querySelector(`[data-${name}]`);
const liveNote = byData("live-note");
const words = liveNote?.dataset ?? {}; // the Dutch words come with the page

function say(text) {
  if (liveNote) liveNote.textContent = text;
}

// Calls `look` again and again; it returns false to stop.
function keepLooking(look, busy) {
  let timer = 0;
  let looking = false;
  async function round() {
    clearTimeout(timer);
    if (looking) return;
    looking = true;
    let goOn = true;
    try {
      goOn = await look();
    } catch {
      // No connection for a moment: the next round tries again.
    }
    looking = false;
    if (goOn) timer = setTimeout(round, document.hidden ? QUIET : busy);
  }
  timer = setTimeout(round, busy);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && timer) round();
  });
}

async function ask(source) {
  const answer = await fetch(source, { headers: { Accept: "*/*" }, cache: "no-store", signal: AbortSignal.timeout(8000) });
  if (answer.status === 401) {
    sayLink(`${words.signedOut} `, words.logIn, location.href);
    return null;
  }
  return answer;
}

function sayLink(text, linkText, href) {
  if (!liveNote) return;
  const link = document.createElement("a");
  link.href = href;
  link.textContent = linkText;
  liveNote.replaceChildren(text, link);
}

// --- A list ---

const queue = byData("queue");
if (queue) keepLooking(() => refreshQueue(queue), BUSY);

async function refreshQueue(box) {
  const answer = await ask(`${box.dataset.source}&mark=${encodeURIComponent(box.dataset.mark)}`);
  if (!answer) return false;
  if (answer.status !== 200) return true;
  const html = await answer.text();
  const before = countOf(box);
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const shown = new Set([...box.querySelectorAll("[data-number]")].map((row) => row.dataset.number));
  box.innerHTML = html;
  box.dataset.mark = answer.headers.get("X-Mark");
  for (const row of box.querySelectorAll("[data-number]")) {
    if (!shown.has(row.dataset.number)) row.classList.add("fresh");
  }
  if (focused) box.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  const more = countOf(box) - before;
  if (more > 0) say(more === 1 ? words.one : words.many.replace("{n}", more));
  document.title = document.title.replace(/^(\(\d+\) )?/, countOf(box) ? `(${countOf(box)}) ` : "");
  return true;
}

function countOf(box) {
  return Number(box.querySelector('[data-count="new"]')?.textContent ?? 0);
}

// --- A ticket ---

const news = byData("news");
if (news) keepLooking(() => refreshTicket(news), 3000);

async function refreshTicket(box) {
  const answer = await ask(box.dataset.source);
  if (!answer) return false;
  if (!answer.ok) return true;
  const { version } = await answer.json();
  if (String(version) === box.dataset.version) return true;
  box.hidden = false;
  say(words.changed);
  return false;
}

const form = document.querySelector("form[data-draft-key]");
if (form) keepDraft(form);

// What was typed survives a reload, a conflict and an expired log-in, in this tab only.
function keepDraft(form) {
  const key = `console-draft:${form.dataset.draftKey}`;
  const box = form.elements.text;
  if (byData("sent")) forget(key);
  const kept = recall(key);
  if (!box.value && kept) {
    box.value = kept;
    say(words.restored);
  }
  box.addEventListener("input", () => keep(key, box.value));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-draft]");
    if (!button) return;
    event.preventDefault();
    const typed = box.value.trimEnd();
    box.value = typed ? `${typed}\n\n${button.dataset.draft}` : button.dataset.draft;
    keep(key, box.value);
    box.focus();
    box.setSelectionRange(typed.length, typed.length);
    box.scrollIntoView({ block: "center" });
    say(words.drafted);
  });
}

function keep(key, text) {
  try {
    if (text.trim()) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is full or switched off: the text is still in the field.
  }
}

function recall(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function forget(key) {
  keep(key, "");
}

// Once the ticket is no longer ours there is no form; an answer that was sent must not come back later either.
const sent = byData("sent");
if (sent && !form) {
  const number = location.pathname.split("/").pop();
  forgetAll((key) => key.endsWith(`:${number}`));
}

byData("logout")?.addEventListener("submit", () => forgetAll(() => true));

function forgetAll(chosen) {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("console-draft:") && chosen(key)) sessionStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept then.
  }
}

// --- Every page ---

// A message about what was just done gets the focus, so that it is read and the next step is near.
(document.querySelector("[autofocus]") ? null : byData("focus"))?.focus();

// A second press while the first is on its way would only meet its own change.
document.addEventListener("submit", (event) => {
  const sending = event.target;
  if (sending.dataset.sending) {
    event.preventDefault();
    return;
  }
  sending.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const sending of document.querySelectorAll("form[data-sending]")) delete sending.dataset.sending;
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
});
