"""How far a measure is, and where it stands against its deadline on a given day."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from support import casefile

from duizhao import pipeline
from duizhao.model.facts import MeasureFacts
from duizhao.model.progress import Progress, last_recorded
from duizhao.model.vocabulary import Stage, Vocabulary
from duizhao.run import Run
from duizhao.source.files import read

DUE = datetime.date(2023, 6, 30)
DAY = datetime.timedelta(days=1)
CLOSED = {"date": "2023-05-01", "status": "已销号"}
DOING = {"date": "2023-04-01", "status": "整改中"}


def progress(**facts: Any) -> Progress:
    return Progress(MeasureFacts.model_validate(facts), Vocabulary().statuses)


def test_a_measure_without_a_log_has_no_status() -> None:
    """Nothing recorded is no status, no stage, and not closed."""
    begun = progress()

    assert (begun.last, begun.status, begun.stage, begun.is_closed) == (None, "", None, False)


@pytest.mark.parametrize(
    ("status", "stage", "closed"),
    [
        ("待整改", Stage.OPEN, False),
        ("基本完成", Stage.DOING, False),
        ("待验收", Stage.REVIEW, False),
        ("已销号", Stage.CLOSED, True),
        ("办结", None, False),
    ],
)
def test_the_newest_entry_is_the_status(status: str, stage: Stage | None, *, closed: bool) -> None:
    """Whatever came before it; a word that the vocabulary lacks is shown, and counts as nothing."""
    last = {"date": "2023-06-01", "status": status}

    for earlier in ([], [CLOSED]):
        measure = progress(log=[*earlier, last])
        assert (measure.status, measure.stage, measure.is_closed) == (status, stage, closed)


def test_reopening_is_an_entry_behind_a_closing_one() -> None:
    """Only the step from done to not done takes a measure up again."""
    measure = progress(log=[DOING, CLOSED, CLOSED, DOING, DOING])
    steps = zip(measure.facts.log, measure.facts.log[1:], strict=False)

    assert [measure.reopened_by(entry, before) for before, entry in steps] == [
        *[False, False, True, False]
    ]


def test_days_left_count_down_and_below_zero() -> None:
    """The last day is in time; the day behind it is the first that is overdue."""
    measure = progress(due="2023-06-30", log=[DOING])

    days = [DUE - DAY, DUE, DUE + DAY]
    assert [(measure.days_left(it), measure.is_overdue(it)) for it in days] == [
        *[(1, False), (0, False), (-1, True)]
    ]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"due_words": "年底前"}, id="no date"),
        pytest.param({"due": "2023-06-30", "long_term": True}, id="long-term"),
        pytest.param({"due": "2023-06-30", "log": [CLOSED]}, id="closed"),
    ],
)
def test_what_is_not_waited_for_is_never_overdue(facts: dict[str, Any]) -> None:
    """Without a date, for good, or done: no day is too late."""
    measure = progress(**facts)

    assert (measure.days_left(DUE + DAY), measure.is_overdue(DUE + DAY)) == (None, False)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"immediate": True}, "立行立改"),
        ({"long_term": True, "immediate": True}, "长期坚持"),
        ({"due": "2023-06-30"}, "2023-06-30"),
        ({"due": "2023-06-30", "long_term": True}, "2023-06-30，长期坚持"),
        ({"due": "2023-06-30", "long_term": True, "due_words": "上半年"}, "上半年"),
    ],
)
def test_deadlines_in_words(facts: dict[str, Any], said: str) -> None:
    """The words of the report where it has some, else the date and what kind of measure it is."""
    assert progress(**facts).due_said() == said


def test_the_day_is_part_of_what_was_checked(tmp_path: Path) -> None:
    """The day that checks hold deadlines against is handed on with their result."""
    root = casefile.lay(tmp_path, {})
    checked = pipeline.examine(read(root), Run(day=DUE))

    assert checked.day == DUE


def test_figures_are_dated_by_the_newest_record() -> None:
    """Of several measures, the newest last entry; none where nothing was recorded."""
    later = progress(log=[DOING, CLOSED])

    assert last_recorded([progress(), progress(log=[DOING]), later]) == datetime.date(2023, 5, 1)
    assert last_recorded([progress()]) is None
