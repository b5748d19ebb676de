"""How long a person waits after a key on a slider: from the key to the last change of the first chart, as painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# Runs in the page. The clock starts at the key's own timestamp and stops at the frame that follows the last change
# inside the first Plotly chart, once it has been still for `still` milliseconds.
_WATCH = """
([still, limit]) => {
  window.gesture = new Promise((resolve, reject) => {
    let pressed = null, changed = null;
    const chart = () => document.querySelector(".js-plotly-plot");
    const observer = new MutationObserver((records) => {
      if (pressed === null || !records.some((record) => chart()?.contains(record.target))) return;
      requestAnimationFrame((painted) => { changed = painted; });
    });
    observer.observe(document.body, {subtree: true, childList: true, attributes: true});
    document.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, {capture: true, once: true});
    const start = performance.now();
    const look = () => {
      const now = performance.now();
      if (changed !== null && now - changed > still) { observer.disconnect(); return resolve(changed - pressed); }
      if (now - start > limit) { observer.disconnect(); return reject(new Error("the chart did not change")); }
      setTimeout(look, 20);
    };
    look();
  });
  window.gesture.catch(() => 0);
}
"""


def press(page: Page, slider: Locator, key: str, still_ms: int = 600, limit_ms: int = 15_000) -> float:
    """Press a key on a slider of the page; give the milliseconds until its first chart had changed.

    Raises:
        playwright.sync_api.Error: the chart did not change in time.
    """
    slider.focus()
    page.evaluate(_WATCH, [still_ms, limit_ms])
    page.keyboard.press(key)
    taken: float = page.evaluate("window.gesture")
    return taken
