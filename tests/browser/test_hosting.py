"""A public folder as readers meet it: through Debian's nginx, a plain server, and from disk."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request
from support.browsing import SHOTS, WATCH
from support.edition import YEAR, write_units
from support.nginx import Nginx, nginx
from support.publishing import PARK, copy_park, correct, publish, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

INLINE = """
const script = document.createElement("script");
script.text = "window.x = 1";
document.body.append(script);
"""
USER = "reader:长口令-4711"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The park's years, the first of them sealed and corrected, and a year of several units."""
    folder = tmp_path_factory.mktemp("public")
    project, public = copy_park(folder / "project"), folder / "public"
    write_units(project)
    publish(project, public, "2021", "--seal", "--by", "档案员")
    assert run(project, "amend", "2021", "--reason", "更正会议次数").exit_code == 0
    correct(project, "docs/2021/problems.md", "集体学习十二次", "集体学习十一次")
    for year in PARK:
        publish(project, public, year)
    publish(project, public, YEAR, day=f"{YEAR}-02-01")
    return public


@pytest.fixture(scope="module")
def host(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """The folder behind nginx, configured as shipped."""
    with nginx(public, tmp_path_factory.mktemp("nginx")) as running:
        yield running


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """The folder behind `python -m http.server`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(params=["nginx", "disk"])
def address(request: pytest.FixtureRequest, public: Path) -> Iterator[str]:
    """The public folder in each of the ways to read it."""
    if request.param == "nginx":
        host: Nginx = request.getfixturevalue("host")
        yield host.address
    elif request.param == "http.server":
        with plain_server(public) as plain:
            yield plain
    else:
        yield public.as_uri()


@pytest.fixture
def errors() -> list[str]:
    """What went wrong on the page below."""
    return []


@pytest.fixture
def page(context: BrowserContext, errors: list[str]) -> Page:
    """A page that notes errors, failed requests and violations of the policy."""
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("pageerror", lambda it: errors.append(str(it)))
    page.on("requestfailed", lambda it: failed(it, errors))
    page.on("console", lambda it: errors.append(it.text) if it.type in {"error", "warning"} else 0)
    return page


def failed(request: Request, errors: list[str]) -> None:
    """Note a request that failed, but for one that going on to another page cut short."""
    if request.failure != "net::ERR_ABORTED":
        errors.append(f"{request.failure}: {request.url}")


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


def test_every_page_satisfies_the_policy(
    host: Nginx, public: Path, page: Page, errors: list[str]
) -> None:
    """No page violates the strict policy that nginx sends, wherever it lies; none complains."""
    pages = [it.relative_to(public).as_posix() for it in sorted(public.rglob("*.html"))]
    # Years differ in their words; what can differ under a policy is the kind of page, and depth.
    chosen = [it for it in pages if not it.startswith(("2021", "2022")) and "河西" not in it]
    assert {"index.html", "2023/cards.html", f"{YEAR}/河东/matrix.html"} <= set(chosen)
    found = []
    for name in chosen:
        answer = page.goto(f"{host.address}/{name}", wait_until="load")
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        script = re.findall(r"script-src ([^;]*)", policy)
        assert script == ([] if name in {"index.html", "latest/index.html"} else ["'self'"])
        if name != "latest/index.html":  # gone before it can be asked
            found += [f"{name}: {it}" for it in violations(page)]
    assert found == []
    assert errors == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_what_publishing_adds_is_accessible(
    browser: Browser, public: Path, width: int, scheme: str
) -> None:
    """The list of years, the open selector and the notice: no violation, no sideways scrolling."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="zh-CN",
    )
    page = context.new_page()
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name in ("index.html", "2021/problems.html", "2021.1/index.html"):
        page.goto((public / name).as_uri())
        if name != "index.html":
            page.locator(".dz-years summary").click()
            page.locator(".dz-archived").wait_for()
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.screenshot(path=SHOTS / f"published-{name.replace('/', '-')}-{width}.png")
    context.close()


def test_a_violation_would_be_seen(host: Nginx, page: Page, errors: list[str]) -> None:
    """The watch of the test above is not blind: a script inside the page is stopped and noted."""
    page.goto(f"{host.address}/2023/index.html")
    page.evaluate(INLINE)
    page.wait_for_function("window.violations.length")
    assert page.evaluate("window.x") is None
    assert violations(page)[0].startswith("script-src-elem inline")
    assert len(errors) == 1


@pytest.mark.parametrize("address", ["nginx", "http.server", "disk"], indirect=True)
def test_the_selector_switches_years(address: str, page: Page, errors: list[str]) -> None:
    """The same page of another year, the notice there, and back to the newest: on any host."""
    page.goto(f"{address}/2023/problems.html")
    menu = page.locator(".dz-years")
    assert not menu.locator("a").first.is_visible()
    menu.locator("summary").click()
    years = [f"{it}年度" for it in (YEAR, "2023", "2022", "2021")]
    assert menu.locator("a").all_inner_texts() == [*years, "全部年度…"]
    menu.get_by_role("link", name="2021年度").click()
    page.wait_for_url("**/2021/problems.html")
    assert page.locator(".dz-archived").inner_text() == (
        f"这是往年归档：2021年度，2023-01-10发布。最新一年是{YEAR}年度。"
    )
    page.locator(".dz-archived a").click()
    # The newest year has several units: no page of this name, so its front page.
    page.wait_for_url(f"**/{YEAR}/index.html")
    assert page.locator(".dz-archived").count() == 0
    assert errors == []


def test_deep_pages_find_the_root(address: str, page: Page, errors: list[str]) -> None:
    """A page in a unit's folder shows the selector, and its entries lead out of that folder."""
    page.goto(f"{address}/{YEAR}/河东/problems.html")
    page.locator(".dz-years summary").click()
    page.locator(".dz-years").get_by_role("link", name="2022年度").click()
    page.wait_for_url("**/2022/index.html")
    page.locator(".dz-years summary").click()
    page.get_by_role("link", name="全部年度…").click()
    page.wait_for_url("**/index.html")
    assert page.locator("h1").inner_text() == "各年度报告"
    assert errors == []


def test_an_earlier_publication_says_so(address: str, page: Page) -> None:
    """What was published before an erratum leads to what is right now."""
    page.goto(f"{address}/2021.1/problems.html")
    assert page.locator(".dz-archived").inner_text() == (
        "这是2021年度第1次发布的内容，后来有勘误；现行的是第2次发布。"
    )
    assert page.locator(".dz-years summary").inner_text() == "2021年度"
    page.locator(".dz-years summary").click()
    assert page.locator(".dz-years [aria-current]").inner_text() == "2021年度（第1次发布）"
    page.locator(".dz-archived a").click()
    page.wait_for_url("**/2021/problems.html")
    assert "全年集体学习十一次" in page.locator("article").inner_text()


def test_latest_leads_to_the_newest_year(address: str, page: Page, errors: list[str]) -> None:
    """`latest` is a page that redirects, which needs neither a server nor a link in the folder."""
    page.goto(f"{address}/latest/index.html")
    page.wait_for_url(f"**/{YEAR}/index.html")
    assert errors == []


def test_what_pages_do_works_under_the_policy(host: Nginx, page: Page, errors: list[str]) -> None:
    """Search, filters, the export of a table and the dark scheme: none needs what is forbidden."""
    page.goto(f"{host.address}/2023/matrix.html")
    page.locator(".dz-filter select").first.select_option(index=1)
    assert page.locator(".dz-filter [role=status]").inner_text() != ""
    shown = page.locator(".dz-matrix tbody tr:visible").count()
    assert 0 < shown < page.locator(".dz-matrix tbody tr").count()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")
    page.keyboard.press("/")
    page.keyboard.type("学习")
    page.locator("dialog mark").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/2023/*.html*#*")
    page.locator("label[for=__palette_1]").click()
    page.goto(f"{host.address}/2022/index.html")
    page.locator("label[for=__palette_1]").click()
    page.reload()
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    assert scheme == "slate"
    assert violations(page) == []
    assert errors == []


def test_a_stale_page_is_renewed(
    public: Path, tmp_path: Path, page: Page, errors: list[str]
) -> None:
    """A reader whose browser kept a page from before an erratum is told, and gets the new one."""
    copy = Path(shutil.copytree(public, tmp_path / "public"))
    with nginx(copy, tmp_path / "nginx") as host:
        page.goto(f"{host.address}/2023/problems.html")
        assert page.locator(".dz-archived button").count() == 0
        # As if published anew: page, style and root changed together.
        file, script = copy / "2023" / "problems.html", copy / "versions.js"
        own = json.loads((copy / "2023" / "publication.json").read_text("utf-8"))["sources"][:12]
        html = file.read_text("utf-8").replace(own, "f" * 12)
        file.write_text(html.replace("存在的主要问题", "更正后的问题"), "utf-8")
        script.write_text(script.read_text("utf-8").replace(own, "f" * 12), "utf-8")

        page.goto(f"{host.address}/2023/causes.html")
        page.goto(f"{host.address}/2023/problems.html")
        assert "更正后的问题" not in page.locator("h1").inner_text()
        page.get_by_role("button", name="换成现在的").click()
        page.locator("h1", has_text="更正后的问题").wait_for()
        assert page.locator(".dz-archived button").count() == 0
    assert errors == []


def test_a_year_opens_alone(public: Path, tmp_path: Path, page: Page, errors: list[str]) -> None:
    """Without the root's script a year works as before: only that one file is missed."""
    alone = Path(shutil.copytree(public / "2023", tmp_path / "另一处" / "2023"))
    page.goto((alone / "problems.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("学习")
    page.locator("dialog mark").first.wait_for()
    assert page.locator(".dz-years").count() == 0
    assert [it for it in errors if "versions.js" not in it and "ERR_FILE_NOT_FOUND" not in it] == []


def test_without_javascript_a_link_leads_to_the_years(
    address: str, context: BrowserContext, public: Path
) -> None:
    """Readers without JavaScript get from any page to the list of years, and from there to each."""
    assert context.browser is not None
    quiet = context.browser.new_context(java_script_enabled=False)
    page = quiet.new_page()
    page.goto(f"{address}/{YEAR}/河东/problems.html")
    page.get_by_role("link", name="全部年度").click()
    page.wait_for_url("**/index.html")
    links = page.locator("h2 a, .about a").evaluate_all("them => them.map(it => it.href)")
    names = [it.removeprefix(f"{address}/").partition("/")[0] for it in links]
    assert names == [YEAR, "2023", "2022", "2021", "2021.1"]
    assert sorted(names) == sorted(it.parent.name for it in public.glob("*/publication.json"))
    quiet.close()
