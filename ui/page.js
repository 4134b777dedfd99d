// Runs once in each pane, with `element`, `trigger` and `watch` provided by Gradio:
// clicks become events of the page, and what was asked for is brought into view.
const events = ["ask", "cite", "close"];
const motion = matchMedia("(prefers-reduced-motion: no-preference)");
let shown = null;

element.addEventListener("click", ({ target }) => {
  const control = target.closest("[data-event]");
  const name = control?.dataset.event;
  if (!events.includes(name)) return;
  if (name !== "ask") choose(name === "cite" ? control : null);
  trigger(name, { ...control.dataset });
});

// The number of the source that is shown is the current one; closing gives it the focus back.
function choose(number) {
  const before = document.querySelector("#conversation [aria-current]");
  before?.removeAttribute("aria-current");
  number?.setAttribute("aria-current", "true");
  if (!number) before?.focus();
}

element.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") element.querySelector("[data-event=close]")?.click();
});

watch("value", () => {
  const wanted = element.querySelector("[data-view]");
  const view = wanted?.dataset.view ?? null;
  if (wanted && view !== shown) {
    wanted.scrollIntoView({
      behavior: motion.matches ? "smooth" : "auto",
      block: wanted.matches("mark") ? "center" : "nearest",
    });
    // On a narrow screen the source lies over the number that opened it.
    element.querySelector(".opened [data-event=close]")?.focus({ preventScroll: true });
  }
  shown = view;
});
