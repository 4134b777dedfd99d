// Runs once in each pane, with `element`, `trigger` and `watch` provided by Gradio: what is done
// with a control becomes an event of the page, and what was asked for is brought into view.
const events = [
  "ask", "revise", "again", "cite", "close", "why", "rate",
  "open", "search", "rename", "delete",
];
const motion = matchMedia("(prefers-reduced-motion: no-preference)");
const pane = element.closest("#state, #history, #conversation, #follow, #source, #why")?.id;
let shown = null;
let used = null; // the selector of the control used last, which gets the focus back
let named = pane === "history" ? location.hash.slice(1) : ""; // a kept conversation

element.addEventListener("click", ({ target }) => {
  const control = target.closest("button[data-event]");
  const name = control?.dataset.event;
  if (name === "copy") copy(control);
  if (!events.includes(name)) return;
  remember(control);
  if (name === "cite" || name === "close") choose(name === "cite" ? control : null);
  if (name === "why") document.body.dataset.why = control.dataset.exchange;
  if (name === "open") showList(false);
  trigger(name, { ...control.dataset });
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (!events.includes(form.dataset.event)) return;
  const fields = Object.fromEntries(new FormData(form));
  trigger(form.dataset.event, { ...fields, ...form.dataset });
});

function remember({ dataset }) {
  used = ["event", "exchange", "place", "verdict", "step", "conversation"]
    .filter((key) => key in dataset)
    .map((key) => `[data-${key}="${CSS.escape(dataset[key])}"]`)
    .join("");
}

// On a narrow screen the list of conversations lies over the others until one is opened.
function showList(wanted) {
  const opened = document.querySelector("#panes").toggleAttribute("data-history", wanted);
  document.querySelector("#masthead .toggle").setAttribute("aria-expanded", opened);
}

async function copy(control) {
  const said = control.textContent;
  try {
    await navigator.clipboard.writeText(control.dataset.text);
  } catch {
    return; // the browser or its user does not allow it
  }
  control.textContent = control.dataset.done;
  setTimeout(() => (control.textContent = said), 1500);
}

// The number of the source that is shown is the current one; closing gives it the focus back.
function choose(control) {
  const before = document.querySelector("#conversation [aria-current]");
  before?.removeAttribute("aria-current");
  const { exchange, place } = control?.dataset ?? {};
  const number = document.querySelector(
    `#conversation [data-event=cite][data-exchange="${exchange}"][data-place="${place}"]`,
  );
  number?.setAttribute("aria-current", "true");
  if (pane === "source" && !control) before?.focus();
  if (pane === "why") {
    const { why } = document.body.dataset; // the exchange whose drawer this was
    document.querySelector(`#conversation [data-event=why][data-exchange="${why}"]`)?.focus();
  }
}

element.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (target.matches("input, textarea, select")) {
    // As in the box below: Enter sends, Shift and Enter begins a line.
    if (key === "Enter" && !event.shiftKey && target.matches("textarea")) {
      event.preventDefault();
      target.form.requestSubmit();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { n: "next", p: "previous" }[key];
  if (step) document.querySelector(`#source [data-step=${step}]:enabled`)?.click();
  if (key === "Escape") element.querySelector("[data-event=close]")?.click();
});

watch("value", () => {
  if (pane === "follow") {
    document.querySelector(".exchange:last-of-type")?.scrollIntoView({ block: "nearest" });
  }
  const state = element.querySelector(".state[lang]");
  if (state) document.documentElement.lang = state.lang;
  const log = element.querySelector("[data-conversation][role=log]");
  if (named) trigger("open", { conversation: named });
  named = "";
  if (log) history.replaceState(null, "", `#${log.dataset.conversation}`);
  const wanted = element.querySelector("[data-view]");
  const view = wanted?.dataset.view ?? null;
  if (wanted && view !== shown) {
    wanted.scrollIntoView({
      behavior: motion.matches ? "smooth" : "auto",
      block: wanted.matches("mark") ? "center" : "nearest",
    });
    // On a narrow screen the source lies over the number that opened it; the drawer always does.
    element.querySelector(".opened .close, .why .bar button")?.focus({ preventScroll: true });
  }
  shown = view;
  if (used && document.activeElement === document.body) element.querySelector(used)?.focus();
  used = null;
});

// Once for the whole page: what a number stands for, and the list on a narrow screen.
if (pane === "conversation") {
  const card = document.createElement("div");
  card.id = "card";
  card.role = "tooltip";
  card.hidden = true;
  card.append(document.createElement("q"), document.createElement("cite"));
  element.closest(".gradio-container").append(card);

  const show = ({ target }) => {
    const number = target.closest?.("[data-quote]");
    if (!number) return;
    card.children[0].textContent = number.dataset.quote;
    card.children[1].textContent = number.dataset.origin;
    card.hidden = false;
    number.setAttribute("aria-describedby", "card");
    const at = number.getBoundingClientRect();
    const below = at.bottom + card.offsetHeight + 12 < innerHeight;
    card.style.top = `${below ? at.bottom + 6 : at.top - card.offsetHeight - 6}px`;
    const right = innerWidth - card.offsetWidth - 12;
    card.style.left = `${Math.max(12, Math.min(at.left - 16, right))}px`;
  };
  const hide = () => (card.hidden = true);
  element.addEventListener("pointerover", show);
  element.addEventListener("focusin", show);
  element.addEventListener("focusout", hide);
  element.addEventListener("pointerout", ({ relatedTarget }) => {
    if (!relatedTarget?.closest?.("#card")) hide();
  });
  card.addEventListener("pointerleave", hide);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}

if (pane === "state") {
  element.addEventListener("click", ({ target }) => {
    if (target.closest(".toggle")) showList();
  });
}
