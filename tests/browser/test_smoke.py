"""The app opens in a real browser; the details are the business of the other files."""

import pytest
from playwright.sync_api import Error

from tests.browser.driver import Watch, open_app, settled
from tests.browser.serving import STREAMLIT, served

PATHS = [
    "/",
    "/Avancement",
    "/Part_variable",
    "/Projection",
    "/Objectifs",
    "/Negociation",
    "/Atelier",
    "/Comparaison",
    "/Bareme",
]
CONTRAST = """button => {
    const parts = colour => colour.match(/[0-9.]+/g).map(Number);
    const light = colour => {
        const [r, g, b] = parts(colour).map(one => one / 255)
            .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    let under = button;  // what is transparent shows what is behind it
    while (parts(getComputedStyle(under).backgroundColor)[3] === 0) under = under.parentElement;
    const [word, ground] = [getComputedStyle(button.querySelector('p')).color, getComputedStyle(under).backgroundColor];
    return Math.max(light(word), light(ground)) / Math.min(light(word), light(ground));
}"""  # of WCAG 2.2: from 1 to 21, at least 4.5 for words


@pytest.mark.parametrize("path", PATHS)
def test_each_page_opens_by_its_own_address_and_fits_a_small_phone_without_scrolling_sideways(phone, path):
    open_app(phone, path)
    assert phone.locator("h1").first.is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_a_button_are_read_whether_it_waits_or_not(visitor, scheme):
    page = open_app(visitor(color_scheme=scheme), "/Comparaison")
    page.get_by_role("radio", name="Contribuer").click()
    button = settled(page).get_by_role("button", name="Ouvrir la campagne")
    button.evaluate("button => { button.style.transition = 'none'; }")
    assert button.get_attribute("data-testid").startswith("stBaseButton-primary")
    assert button.evaluate(CONTRAST) >= 4.5
    button.evaluate("button => { button.disabled = true; }")
    assert button.evaluate(CONTRAST) >= 4.5


def test_a_page_says_it_is_in_french(page):
    open_app(page)
    assert page.locator("html").get_attribute("lang") == "fr"


def test_the_watch_sees_nothing_wrong_with_a_sound_page(browser, app_url):
    watch = Watch()
    page = watch.on(browser.new_page(base_url=app_url))
    open_app(page)
    page.context.close()
    assert watch.faults == []


def test_the_watch_sees_errors_and_requests_that_leave(browser):
    watch = Watch()
    page = watch.on(browser.new_page())
    page.evaluate("console.error('planted')")
    page.evaluate("setTimeout(() => { throw new Error('dropped') }, 0)")
    page.evaluate("fetch('http://elsewhere.invalid/').catch(() => 0)")
    page.context.close()
    kinds = {fault.split(":")[0] for fault in watch.faults}
    assert kinds == {"console", "uncaught", "left this machine"}
    assert "left this machine: http://elsewhere.invalid/" in watch.faults


def test_waiting_for_a_page_that_is_no_app_fails_instead_of_passing(browser, monkeypatch):
    monkeypatch.setattr("tests.browser.driver.LIMIT_MS", 100)
    page = browser.new_page()
    with pytest.raises(Error, match="still busy"):
        settled(page)
    page.context.close()


def test_a_page_that_raises_is_found_in_the_servers_log(browser, tmp_path):
    (tmp_path / "broken.py").write_text("raise ValueError('planted')", encoding="utf-8")
    command = (*STREAMLIT[:-1], str(tmp_path / "broken.py"))

    def visit():
        with served(tmp_path, command) as server:
            page = browser.new_page(base_url=server.url)
            open_app(page)
            page.context.close()
            assert server.errors()
            assert not server.errors(since=len(server.written()))

    with pytest.raises(RuntimeError, match="planted"):
        visit()
