"""`duizhao verify`: whether what was published, packed or sealed is still as it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.actions.verifying import verify
from duizhao.archive.verify import Fault, Proof
from duizhao.cli.app import main

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.archive.anchors import Anchor
    from duizhao.archive.verify import Verified

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


@main.command("verify")
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
def verify_(path: Path, digests: tuple[str, ...], records: tuple[Path, ...], form: str) -> None:
    """核验公开文件夹、归档包（文件夹或 zip）、封存的年度：改动、缺少、多出的文件逐个列出。

    只凭放在一起的清单，查得出损坏和疏漏，查不出文件和清单一起被改过；要查出来，给出另处保存的摘要。

    全部完好退出码为 0，有不一致为 1，读不了为 2。不用网络，不用项目。
    """
    verification = verify(path, digests, records)
    if form == "json":
        rows = [_plain(it) for it in verification.results]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(verification.results)
        _print_proofs(path, verification.results, verification.anchors)
    # Scripts go by the exit code; that nothing is proved is no failure, only said.
    sys.exit(0 if verification.is_intact else 1)


def _print(results: Sequence[Verified]) -> None:
    for result in results:
        size = f"，{result.size:,} 字节" if result.size else ""
        files = f"{result.files} 个文件完好{size}"
        state = f"不一致 {len(result.flaws)} 处" if result.flaws else "完好"
        colour = "red" if result.flaws else "green"
        click.secho(f"{result.name}（{result.what}）：{state}；{files}", fg=colour)
        for flaw in result.flaws:
            remark = f"（{flaw.remark}）" if flaw.remark else ""
            click.secho(f"  {flaw.fault.label} {flaw.path}{remark}", fg=_COLOURS[flaw.fault])
        # The first is the one that the register has, so it is the one to compare by eye.
        for digest in result.digests[:1]:
            click.echo(f"  摘要 {digest}")


def _print_proofs(path: Path, results: Sequence[Verified], anchors: Sequence[Anchor]) -> None:
    """What is proved, and, as plainly, what is not; of what is flawed nothing more is said."""
    intact = [it for it in results if it.digests and not it.flaws]
    for proof, sentence in _PROOFS.items():
        names = "、".join(it.name for it in intact if it.proof is proof)
        if names:
            colour = "yellow" if proof is Proof.NONE else "green"
            click.secho(sentence.format(names=names, path=path), fg=colour)
    for anchor in anchors:
        if anchor.cut:
            click.echo(f"{anchor.name} 只有 {len(anchor.digest)} 位，核对的就是这几位。")


def _plain(result: Verified) -> dict[str, object]:
    """A result as JSON. Keys are read by other programs: they stay."""
    flaws = [{"path": it.path, "fault": it.fault.value, "words": it.remark} for it in result.flaws]
    return {
        "name": result.name,
        "what": result.what,
        "intact": not result.flaws,
        "files": result.files,
        "bytes": result.size,
        "flaws": flaws,
        "digests": result.digests,
        "proof": result.proof.value,
    }
