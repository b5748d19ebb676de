"""Every page draws with nothing loaded, and keeps its menu when drawn again."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app import ROOT, go, run, sound

PAGES = sorted(str(path.relative_to(ROOT)) for path in Path(ROOT / "pages").glob("[0-9]*.py"))


def test_there_are_pages_to_test():
    assert PAGES


@pytest.mark.parametrize("page", PAGES)
def test_each_page_draws_its_title_and_its_menu_twice_with_nothing_loaded(app, page):
    go(app, page)
    assert app.title or app.header
    assert app.sidebar.children
    run(app)
    assert app.sidebar.children


def test_a_page_that_raises_is_not_called_sound():
    broken = AppTest.from_string("raise ValueError('planted')").run()
    with pytest.raises(AssertionError, match="this page raised"):
        sound(broken)
