"""A fictional report as large as the flow picture can be, or larger. None of it means anything."""

from __future__ import annotations

import random
from pathlib import Path

from support.project import write

YEAR = "2031"
ASPECTS = 10
WORDS = "仪器检定计划落实记录表格修订外业人员培训台账“双人复核”制度不全面，要求不具体、检查不经常"
Links = set[tuple[str, str]]


def links(problems: int, others: int) -> tuple[list[list[str]], Links]:
    """Ids of problems, causes and measures, and the links of a chain: near, but not all."""
    rng = random.Random(20)  # noqa: S311 - not a secret
    names = [[f"{it}{i:02d}" for i in range(1, count + 1)] for it, count in
             (("p", problems), ("c", others), ("m", others))]  # fmt: skip
    # The order of the text is not the order of the links.
    causes, measures = (rng.sample(it, len(it)) for it in names[1:])

    def near(at: float) -> int:
        return min(others - 1, max(0, round(at * others) + rng.choice((-2, -1, 0, 0, 1, 2))))

    found = {(it, causes[near(i / problems)]) for i, it in enumerate(names[0]) for _ in range(2)}
    found |= {(it, measures[near(i / others)]) for i, it in enumerate(causes) for _ in range(2)}
    return names, found


def write_large(project: Path, problems: int, others: int) -> None:
    """Add the report to a project, as its newest edition."""
    (ids, causes, measures), lines = links(problems, others)
    rng = random.Random(7)  # noqa: S311 - not a secret

    def heading(level: str, item: str) -> str:
        title = "".join(rng.choice(WORDS) for _ in range(rng.randint(8, 40))).strip("，、")
        return f"{level} {title} {{#{item}}}\n\n例如，有几处没有做到。\n"

    pages = ["# 问题\n"]
    for i, item in enumerate(ids):
        if i % (problems // ASPECTS) == 0 and i // (problems // ASPECTS) < ASPECTS:
            pages.append(f"## 第{i}条起的方面 {{#a{i + 1}}}\n")
        pages.append(heading("###", item))
    facts = {
        name: "".join(
            f"{it}: {{{field}: [{', '.join(sorted(b for a, b in lines if a == it))}]}}\n"
            for it in some
        )
        for name, field, some in (("problems", "causes", ids), ("causes", "measures", causes))
    }
    docs, data = f"docs/{YEAR}", f"data/{YEAR}"
    write(project, {
        f"{data}/report.yml": "title: 虚构的大报告\nparts: [problems, causes, measures]\n",
        f"{data}/problems.yml": facts["problems"],
        f"{data}/causes.yml": facts["causes"],
        f"{data}/measures.yml": "".join(f"{it}: {{}}\n" for it in measures),
        f"{docs}/index.md": "虚构示例。\n",
        f"{docs}/problems.md": "\n".join(pages),
        f"{docs}/causes.md": "\n".join(["# 原因\n", *(heading("##", it) for it in causes)]),
        f"{docs}/measures.md": "\n".join(["# 措施\n", *(heading("##", it) for it in measures)]),
    })  # fmt: skip
