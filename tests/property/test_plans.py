"""A `.ready` that somebody planted, tore or carried here from another public folder.

Whatever it says: nothing outside the public folder is touched, no other year and no sealed
publication is lost, what is refused is set aside whole, and the next publication goes in.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import killing
from support.killing import publish, write_site
from support.project import files

from duizhao.archive import placing
from duizhao.archive.directory import root_files
from duizhao.archive.placing import draft, finish, make_ready, set_aside
from duizhao.archive.plan import Plan, PlanError, read_plan
from duizhao.archive.publication import published_folder, published_folders
from duizhao.archive.verify_public import verify_public

ROOT = ("index.html", "latest/index.html", "versions.js", "versions.json")
YEARS = ("2021", "2022")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public folder in which a correction of 2022 is ready, and a victim beside that folder."""
    base = tmp_path_factory.mktemp("state")
    public = base / "public"
    for year in YEARS:
        write_site(base / year, year, 1, f"第一次{year}")
        publish(public, base / year, year, "")
    write_site(base / "victim", "2022", 1, "受害的文件夹")
    (base / "victim" / "precious.txt").write_text("珍贵", "utf-8")
    write_site(base / "next", "2023", 1, "第一次2023")
    site = draft(public)
    write_site(site, "2022", 2, "第二次2022")
    plan = Plan(year="2022", digest=published_folder(site, "2022").digest, keep="2022.1")
    make_ready(
        public, plan, root_files([*published_folders(public), published_folder(site, "2022")]), site
    )
    return base


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each example is carried out."""
    return tmp_path_factory.mktemp("work") / "base"


@pytest.fixture(autouse=True, scope="module")
def no_flushing() -> Any:
    """Nobody pulls the plug here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sync", lambda: None)
        yield


def carried_out(state: Path, work: Path, plant: Callable[[Path], None]) -> str:
    """Plant something, publish 2023, and why the plan was set aside; "" when it was carried out."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(state, work, symlinks=True)
    public = work / "public"
    plant(public / ".ready")
    outside = {it: one for it, one in files(work).items() if not it.startswith("public/")}
    before = files(public)
    reason = ""
    try:
        finish(public)
    except PlanError as error:
        reason = str(error)
        name = set_aside(public)
        assert name == ".ready.unusable"
        (public / name).rename(public / ".ready")
        assert files(public) == before
        (public / ".ready").rename(public / name)
    publish(public, work / "next", "2023", "")

    after = files(public)
    assert {it: one for it, one in files(work).items() if not it.startswith("public/")} == outside
    assert {it: one for it, one in after.items() if it.startswith("2021/")} == {
        it: one for it, one in before.items() if it.startswith("2021/")
    }
    results = verify_public(public, "public", killing.PRODUCT)
    assert [it.flaws for it in results if it.flaws] == []
    assert {it.name for it in published_folders(public)} >= {"2021", "2022", "2023"}
    return reason


def still_there(work: Path) -> bool:
    """Whether what stood in 2022 is there: in its place, or under its own number."""
    public = work / "public"
    return files(work / "2022") in [files(public / it) for it in ("2022", "2022.1")]


def written(text: bytes) -> Callable[[Path], None]:
    """A plan of these bytes."""
    return lambda ready: void((ready / "plan.json").write_bytes(text))


def void(_: object) -> None:
    """Nothing."""


def sealed(plan: object) -> bytes:
    """What would be written for a plan, with the digest that belongs to it."""
    digest = hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()
    return json.dumps({"plan": plan, "sha256": digest}).encode()


def test_what_was_ready_is_carried_out(state: Path, work: Path) -> None:
    """The plan as it was written is done, and nothing is set aside."""
    assert carried_out(state, work, void) == ""
    assert {it.name for it in published_folders(work / "public")} == {
        "2021",
        "2022",
        "2022.1",
        "2023",
    }


HOSTILE = st.sampled_from(
    ["", ".", "..", "../victim", "../../etc", "/etc", "2022/../../victim", "2022/", "./2022",
     "2022\n", "2022\0", "２０２２", "2021", "2023", "9999", "2022.1", "2021.1", "2022.99999",
     "latest", ".ready", "2022\\..\\..\\victim", "C:\\victim", "con", None, 0, 1, -1, 2.5, True,
     [], {}, ["2022"], {"a": 1}, "0" * 64, "f" * 63, "g" * 64, "ABCDEF" * 10 + "abcd"]
)  # fmt: skip
KEYS = st.sampled_from(["year", "digest", "keep", "root", "format", "plan", "../x"])
URIS = st.sampled_from(
    [*ROOT, "../victim/precious.txt", "2021/index.html", "/etc/passwd", "", "latest", "a.html"]
)


@given(key=KEYS, value=HOSTILE, resealed=st.booleans())
@example(key="year", value="../victim", resealed=True)
@example(key="keep", value="../victim", resealed=True)
@example(key="keep", value="", resealed=True)
def test_other_values(state: Path, work: Path, key: str, value: Any, *, resealed: bool) -> None:
    """Any field with any other value, under the digest of before or under its own."""
    whole = json.loads((state / "public" / ".ready" / "plan.json").read_bytes())
    plan = {**whole["plan"], key: value}
    text = sealed(plan) if resealed else json.dumps({**whole, "plan": plan}).encode()
    reason = carried_out(state, work, written(text))

    same = plan == whole["plan"]
    harmless = resealed and (key, value) == ("keep", "")
    assert bool(reason) == (not same and not harmless)
    # Not sealed, and not to be kept: that may be the plan of a `--replace`.
    assert still_there(work) == (not harmless)


@given(uri=URIS, digest=st.sampled_from(["", "0" * 64, "own"]), there=st.booleans())
def test_other_files_of_the_root(
    state: Path, work: Path, uri: str, digest: str, *, there: bool
) -> None:
    """A file that the plan would put anywhere at the root, whether it lies ready or not."""
    whole = json.loads((state / "public" / ".ready" / "plan.json").read_bytes())
    data = b"planted"
    value = hashlib.sha256(data).hexdigest() if digest == "own" else digest
    plan = {**whole["plan"], "root": {**whole["plan"]["root"], uri: value}}

    def plant(ready: Path) -> None:
        (ready / "plan.json").write_bytes(sealed(plan))
        name = uri.lstrip("/")
        if there and name and ".." not in name and name != "latest":
            (ready / "root" / name).parent.mkdir(parents=True, exist_ok=True)
            (ready / "root" / name).write_bytes(data)

    carried_out(state, work, plant)
    assert still_there(work)


@given(cut=st.integers(0, 700), flipped=st.integers(0, 7), torn=st.booleans())
def test_torn_and_flipped(state: Path, work: Path, cut: int, flipped: int, *, torn: bool) -> None:
    """A plan that ends too early, or in which a bit is another."""
    whole = bytearray((state / "public" / ".ready" / "plan.json").read_bytes())
    cut %= len(whole)
    if torn:
        del whole[cut:]
    else:
        whole[cut] ^= 1 << flipped
    assert carried_out(state, work, written(bytes(whole)))
    assert still_there(work)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b'{"a":1}', "plan.json 读不懂"),
        (b"[]", "plan.json 读不懂"),
        (b"nonsense", "plan.json 读不懂"),
        (b"\xff", "plan.json 读不懂"),
        (b"", "plan.json 读不懂"),
        (b"[" * 60_000, "plan.json 读不懂"),
        (b" " * 70_000, "plan.json 读不出来：太大，不像是这样的文件"),
        (sealed({"year": "../victim"}), "plan.json 里的名字或校验值不是本程序写的"),
        (sealed({"year": "2022"}), "年度和摘要只写了一样"),
        (sealed({"keep": "2022.1"}), "它把 没有的年度 叫作 2022.1"),
        (sealed({"year": "2019", "digest": "0" * 64}), "里面没有它说的 2019 年度"),
        (b'{"year": "../victim", "digest": "", "keep": ""}', "plan.json 读不懂"),
    ],
)  # fmt: skip
def test_what_is_no_plan(state: Path, work: Path, text: bytes, reason: str) -> None:
    """Each kind of what is no plan has a reason of its own."""
    assert carried_out(state, work, written(text)) == reason


def replaced(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Something else where `name` was in `.ready`; "" is `.ready` itself."""

    def plant(ready: Path) -> None:
        path = ready / name if name else ready
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)

    return plant


def to_victim(path: Path) -> None:
    """A link out of the public folder."""
    path.symlink_to(path.parents[path.parts[::-1].index("public")] / "victim")


@pytest.mark.parametrize(
    ("plant", "reason"),
    [
        (replaced("", to_victim), "它不是文件夹"),
        (replaced("", Path.touch), "它不是文件夹"),
        (replaced("", Path.mkdir), "plan.json 读不出来：文件不存在"),
        (replaced("", os.mkfifo), "它不是文件夹"),
        (replaced("plan.json", os.mkfifo), "里面的 plan.json 不是普通文件"),
        (replaced("plan.json", to_victim), "里面的 plan.json 不是普通文件"),
        (replaced("plan.json", Path.mkdir), "plan.json 读不出来：不是普通文件，是链接或设备"),
        (replaced("new", to_victim), "里面的 new 不是文件夹"),
        (replaced("new", Path.mkdir), "里面没有它说的 2022 年度"),
        (replaced("old", to_victim), "里面的 old 不是文件夹"),
        (replaced("root", to_victim), "里面的 root 不是文件夹"),
        (replaced("root/latest", to_victim), "里面的 root/latest 不是普通文件"),
        (replaced("root/2021/index.html", Path.touch), "里面的 root/2021/index.html 不是它说的"),
        (replaced("new/unit", to_victim), "里面的 new/unit 不是普通文件"),
        (replaced("new/pipe", os.mkfifo), "里面的 new/pipe 不是普通文件"),
        (replaced("more", Path.touch), "里面有不认识的 more"),
    ],
)  # fmt: skip
def test_links_pipes_and_strangers(
    state: Path, work: Path, plant: Callable[[Path], None], reason: str
) -> None:
    """Anything but our own folders and files: no link is followed, no pipe is read."""
    assert carried_out(state, work, plant) == reason


def test_a_second_one_is_set_aside_beside_the_first(state: Path, work: Path) -> None:
    """What was set aside before stays as it is."""
    carried_out(state, work, written(b"[]"))
    public = work / "public"
    (public / ".ready").mkdir()
    assert set_aside(public) == ".ready.unusable-2"
    assert (public / ".ready.unusable" / "new" / "index.html").exists()


@pytest.mark.parametrize("done", [False, True])
def test_a_foreign_plan_loses_nothing_sealed(state: Path, work: Path, *, done: bool) -> None:
    """A plan that keeps nothing, from a folder whose 2022 was not sealed, is none for this one."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(state, work, symlinks=True)
    public = work / "public"
    record = public / "2022" / "publication.json"
    record.write_text(record.read_text("utf-8").replace('"sealed": false', '"sealed": true'))
    whole = json.loads((public / ".ready" / "plan.json").read_bytes())
    (public / ".ready" / "plan.json").write_bytes(sealed({**whole["plan"], "keep": ""}))
    if done:
        placing._exchange(public / ".ready" / "new", public / "2022", public / "old")  # noqa: SLF001
    with pytest.raises(PlanError, match=r"^它会丢掉封存的 2022 年度$"):
        read_plan(public)
