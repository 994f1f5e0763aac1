"""`duizhao verify`: whether what was published, packed or sealed is still as it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao import pipeline
from duizhao.archive.anchors import (
    Anchor,
    AnchorError,
    digest_anchor,
    held,
    publication_anchor,
)
from duizhao.archive.stores import Folder, StoreError
from duizhao.archive.verify import Fault, Flaw, Proof, Verified, verify_bag
from duizhao.archive.verify_public import (
    is_public,
    is_publication,
    verify_public,
    verify_publication,
)
from duizhao.archive.verify_zip import verify_zip
from duizhao.cli.app import fail, main
from duizhao.cli.sealing import PRODUCT, as_it_is
from duizhao.model.seal import Change, seal_path
from duizhao.source.edition import decode_sealing
from duizhao.source.files import editions

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHAT = "公开文件夹、其中一个年度、归档包（文件夹或 zip）或有封存年度的项目"
_FAULTS = {Change.NEW: Fault.EXTRA, Change.GONE: Fault.MISSING, Change.CHANGED: Fault.CHANGED}
_COLOURS = {Fault.CHANGED: "red", Fault.MISSING: "red", Fault.EXTRA: "yellow"}
_PROOFS = {
    Proof.WHOLE: "{names}：与另处保存的摘要相符，就是当初登记的那一份。",
    Proof.SOURCES: "{names}：里面的源文件与另处保存的发布记录相符；其余的文件没有凭它证明。",
    Proof.NONE: (
        "没有证明：{names} 就是当初发布、打包或封存的那一份。以上只对照了和它放在一起的清单，"
        "查得出损坏和疏漏；文件和清单一起被改过，这样查不出来。"
        "请用另处保存的摘要再核验：duizhao verify {path} --digest 摘要"
    ),
}


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--digest", "digests", multiple=True, help="另处保存的摘要（至少前 16 位）；可以写几次。"
)
@click.option(
    "--publication",
    "records",
    type=click.Path(path_type=Path),
    multiple=True,
    help="另处保存的 publication.json；可以写几次。",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def verify(path: Path, digests: tuple[str, ...], records: tuple[Path, ...], form: str) -> None:
    """核验公开文件夹、归档包（文件夹或 zip）、封存的年度：改动、缺少、多出的文件逐个列出。

    只凭放在一起的清单，查得出损坏和疏漏，查不出文件和清单一起被改过；要查出来，给出另处保存的摘要。

    全部完好退出码为 0，有不一致为 1，读不了为 2。不用网络，不用项目。
    """
    if not path.exists():
        fail(f"没有 {path}")
    try:
        anchors = [*map(digest_anchor, digests), *map(publication_anchor, records)]
        results = _verified(path)
    except AnchorError as error:
        fail(str(error))
    except (StoreError, OSError, ValueError) as error:
        fail(f"核验不了 {path}：{error}")
    if not results:
        fail(f"{path} 不是可以核验的东西；请给出{_WHAT}")
    results = held(results, anchors)
    if form == "json":
        click.echo(json.dumps([*map(_plain, results)], ensure_ascii=False, indent=2))
    else:
        _print(results)
        _print_proofs(path, results, anchors)
    sys.exit(1 if any(it.flaws for it in results) else 0)


def _verified(path: Path) -> list[Verified]:
    name = path.as_posix()
    if path.is_file():
        return [verify_zip(path, name)]
    if (path / "bagit.txt").exists() or (path / "manifest-sha512.txt").exists():
        return [verify_bag(Folder(path), name)]
    if is_publication(path):
        return [verify_publication(path, name)]
    if (path / "data").is_dir():
        return _sealed(path, None)
    if path.resolve().parent.name == "data" and (path / "seal.json").exists():
        return _sealed(path.resolve().parents[1], path.resolve().name)
    return verify_public(path, name, PRODUCT) if is_public(path) else []


def _sealed(project: Path, year: str | None) -> list[Verified]:
    """The sealed editions of a project, or one of them."""
    results = []
    for it in editions(project):
        if year not in (None, it) or not (project / seal_path(it)).exists():
            continue
        sources, _ = pipeline.load(project, it)
        sealing, _ = decode_sealing(sources)
        seal = sealing.seal if sealing else None
        if seal is None or sealing is None:
            flaw = Flaw(seal_path(it), Fault.CHANGED, "读不懂")
            results.append(Verified(f"data/{it}", f"{it} 年度", 0, 0, (flaw,)))
            continue
        words = f"，{seal.erratum.opened} 打开的勘误还没有发布" if seal.erratum else ""
        changed = sealing.changed
        flaws = tuple(Flaw(path, _FAULTS[change]) for path, change in changed.items())
        intact = sum(path not in changed for path in seal.sources)
        what = f"{it} 年度，{seal.last} 封存{words}"
        digest = as_it_is(project, sources).digest
        results.append(
            Verified(f"data/{it}", what, intact, 0, flaws, digests=(digest,), sources=digest)
        )
    return results


def _print(results: Sequence[Verified]) -> None:
    for it in results:
        size = f"，{it.size:,} 字节" if it.size else ""
        files = f"{it.files} 个文件完好{size}"
        state = "完好" if not it.flaws else f"不一致 {len(it.flaws)} 处"
        click.secho(f"{it.name}（{it.what}）：{state}；{files}", fg="red" if it.flaws else "green")
        for flaw in it.flaws:
            words = f"（{flaw.words}）" if flaw.words else ""
            click.secho(f"  {flaw.fault.label} {flaw.path}{words}", fg=_COLOURS[flaw.fault])
        for digest in it.digests[:1]:
            click.echo(f"  摘要 {digest}")


def _print_proofs(path: Path, results: Sequence[Verified], anchors: Sequence[Anchor]) -> None:
    """What is proved, and, as plainly, what is not; of what is flawed nothing more is said."""
    intact = [it for it in results if it.digests and not it.flaws]
    for proof, words in _PROOFS.items():
        names = "、".join(it.name for it in intact if it.proof is proof)
        if names:
            colour = "yellow" if proof is Proof.NONE else "green"
            click.secho(words.format(names=names, path=path), fg=colour)
    for it in anchors:
        if it.cut:
            click.echo(f"{it.name} 只有 {len(it.digest)} 位，核对的就是这几位。")


def _plain(it: Verified) -> dict[str, object]:
    flaws = [{"path": one.path, "fault": one.fault.value, "words": one.words} for one in it.flaws]
    return {
        "name": it.name,
        "what": it.what,
        "intact": not it.flaws,
        "files": it.files,
        "bytes": it.size,
        "flaws": flaws,
        "digests": it.digests,
        "proof": it.proof.value,
    }
