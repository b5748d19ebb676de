"""The app run in-process by Streamlit's own tester: always entered by its front door."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 30


def sound(app: AppTest) -> AppTest:
    """Fail if the page raised (its traceback is in the captured log); else give the app back."""
    assert not app.exception, f"this page raised: {[element.message for element in app.exception]}"
    return app


def run(app: AppTest) -> AppTest:
    """Run the current page once more and check that it is sound."""
    return sound(app.run(timeout=LIMIT_S))


def go(app: AppTest, page: str) -> AppTest:
    """Go to a page (« pages/3_Projection.py »), as its link does."""
    return run(app.switch_page(page))


def enter() -> AppTest:
    """Open the app on Accueil: a page opened without it loses the sidebar on its second run."""
    return run(AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=LIMIT_S))
