"""A small project with one error and one hint, and what is said of them."""

PROBLEMS = "data/2022/problems.yml"
BROKEN = {PROBLEMS: ("p01:\n  causes: [c01, c09]\n  measures: [m01]\n", "utf-8")}
ERROR = f"{PROBLEMS}:2:17: DZ301 没有编号“c09”（是不是“c01”？）；请改成已有的编号，或删掉这个链接"
HINT = (
    f"{PROBLEMS}:1:1: DZ407 提示：“学得不深”（p01）的对应关系是建议，还没有人确认；"
    "核对后请运行 duizhao confirm 2022/p01，或写 confirmed: {by: 姓名, date: 年-月-日}"
)
