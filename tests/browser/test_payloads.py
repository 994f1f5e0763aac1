"""A public folder full of payloads, behind nginx as it is shipped: shown as written, inert."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Dialog
from support.browsing import WATCH
from support.inert import running
from support.nginx import Nginx, nginx
from support.payloads import FILE, PART, YEARS, text, write_project
from support.publishing import correct, publish, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

DAY = "2034-06-01"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All editions of the project, the first of them sealed and corrected."""
    folder = tmp_path_factory.mktemp("payloads")
    project, public = write_project(folder / "project"), folder / "public"
    publish(project, public, YEARS[0], "--seal", "--by", text("seal.by"), day=DAY)
    opened = run(project, "amend", YEARS[0], "--reason", text("reason"), "--by", text("by"))
    assert opened.exit_code == 0, opened.output
    correct(project, f"docs/{YEARS[0]}/{PART}.md", "正文", "改过的正文")
    for year in YEARS:
        publish(project, public, year, "--findings", day=DAY)
    return public


@pytest.fixture(scope="module")
def host(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """The folder behind nginx, configured as shipped."""
    with nginx(public, tmp_path_factory.mktemp("nginx")) as running_host:
        yield running_host


def test_no_page_holds_anything_that_runs(public: Path) -> None:
    """No script but files of the site, no handler, no address that is a script, on any page."""
    found = {}
    for path in sorted(public.rglob("*.html")):
        year, _, uri = path.relative_to(public).as_posix().partition("/")
        if year != "latest":  # It has nothing but an address that leads on.
            found[f"{year}/{uri}"] = running(path.read_text("utf-8"), uri or "index.html")
    assert len(found) > 50
    assert {name: it for name, it in found.items() if it} == {}


def test_nothing_runs_in_a_browser(host: Nginx, public: Path, context: BrowserContext) -> None:
    """Every page and every picture: no payload ran, no dialog, no violation, no error."""
    wrong: list[str] = []

    def refuse(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("dialog", refuse)
    page.on("pageerror", lambda it: wrong.append(str(it)))
    shown = [it for it in sorted(public.rglob("*")) if it.suffix in {".html", ".svg"}]
    names = [it.relative_to(public).as_posix() for it in shown]
    assert len([it for it in names if it.endswith(FILE)]) == len(YEARS) + 2
    for name in names:
        page.goto(f"{host.address}/{quote(name)}", wait_until="load")
        if name != "latest/index.html":  # gone before it can be asked
            ran = page.evaluate("[window.__x, ...(window.violations ?? [])].filter((it) => it)")
            wrong += [f"{name}: {it}" for it in ran]
    assert wrong == []


def test_what_scripts_show_is_text(host: Nginx, context: BrowserContext) -> None:
    """Results of the search, filters of the table and the list of years are made of text alone."""
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{host.address}/{YEARS[1]}/matrix.html")
    assert page.locator(".dz-filter select option").count() > 6
    page.locator(".dz-years summary").click()
    page.keyboard.press("/")
    page.get_by_label("检索问题、原因和措施").fill("onerror")
    page.wait_for_selector(".dz-search li a")
    lead = page.locator(".dz-search li a b").first.text_content() or ""
    assert "</title></script><script>window.__x=" in lead
    assert page.locator(".dz-search li :is(img, script, svg)").count() == 0
    assert page.evaluate("[window.__x, ...window.violations].filter((it) => it)") == []
