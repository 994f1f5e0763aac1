"""What changed in a text, in pieces that can be read."""

from __future__ import annotations

import pytest

from duizhao.years.wording import changes


def marked(before: str, after: str) -> str:
    """The changes as the terminal shows them, in full."""
    around = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(around[it.mark].format(it.text) for it in changes(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("学得不深", "学得不深", "学得不深"),
        ("", "学得不深", "{+学得不深+}"),
        ("学得不深", "", "[-学得不深-]"),
        ("加强学习，提高。", "加强学习，注重实践，提高。", "加强学习，{+注重实践，+}提高。"),
        ("加强学习，注重实践，提高。", "加强学习，提高。", "加强学习，[-注重实践，-]提高。"),
        (
            "就党建抓党建，党支部在项目一线的作用不够。",
            "党支部在项目一线的作用不够。",
            "[-就党建抓党建，-]党支部在项目一线的作用不够。",
        ),
        (
            "理论学习不够系统深入",
            "理论学习的系统性仍然不强",
            "理论学习[-不够系统深入-]{+的系统性仍然不强+}",
        ),
        (
            "集体学习十二次，完成98.5%",
            "集体学习十四次，完成100%",
            "集体学习[-十二-]{+十四+}次，完成[-98.5%-]{+100%+}",
        ),
        ("思想认识有差距", "宗旨意识淡化", "[-思想认识有差距-]{+宗旨意识淡化+}"),
    ],
)  # fmt: skip
def test_changes(before: str, after: str, shown: str) -> None:
    """Clauses and numbers stay whole, and no single character stays between two changes."""
    assert marked(before, after) == shown
