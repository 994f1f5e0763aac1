"""The search: its script, and the index of the edition's items, which is scripts too.

Scripts and not JSON, because a page opened from disk may load scripts but fetch nothing. An index
of up to `MOST` bytes is one script, which is scanned as it is. A larger one is cut into scripts of
`CHUNK` items; postings.py then says which of them to load.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duizhao.render.search import postings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.render.search.rows import Place, Row

MOST = 240_000
"""Bytes that one script may hold: a first result costs less than 300 kB, and 100 ms."""
WHOLE = math.inf
"""For a server on the writer's own machine: one script loads at once, postings cost every edit."""
CHUNK = 12
"""Items to a script of a larger edition: some 10 kB. Four scripts are loaded for the first hits."""
_SCRIPTS = Path(__file__).parent
Filters = dict[str, list[str]]


def scripts(rows: Sequence[Row], most: float = MOST) -> dict[str, bytes]:
    """The scripts of the search by name.

    Every page loads search.js, which begins with what it must know of the index: a first result
    then waits for nothing else. The others are loaded when somebody searches.
    """
    filters = _filters(rows)
    choices = _call("filters", filters)
    whole = _safe(choices + _chunk(0, rows, filters))
    if len(whole) <= most:
        return {"search.js": _headed(count=len(rows)), "items.js": whole}
    starts = range(0, len(rows), CHUNK)
    chunks = [_chunk(start, rows[start : start + CHUNK], filters) for start in starts]
    buckets = postings.buckets(rows, [_chosen(it.place, filters) for it in rows])
    named = {f"rows/{i}.js": _safe(it) for i, it in enumerate(chunks)}
    named |= {f"keys/{i}.js": _safe(_call("keys", i, it)) for i, it in enumerate(buckets)}
    head = _headed(count=len(rows), size=CHUNK, buckets=len(buckets))
    parts = (_SCRIPTS / "parts.js").read_bytes()
    return {"search.js": head + parts, "items.js": _safe(choices), **named}


def _headed(**index: int) -> bytes:
    return _safe(f"var duizhao = {json.dumps(index)};\n") + (_SCRIPTS / "search.js").read_bytes()


def _filters(rows: Sequence[Row]) -> Filters:
    """Filters and their choices, in the order of the text; without those that leave no choice."""
    choices: dict[str, dict[str, None]] = {}
    for place in dict.fromkeys(it.place for it in rows):
        for name, value in place.filters:
            choices.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in choices.items() if len(values) > 1}


def _chosen(place: Place, filters: Filters) -> list[int]:
    """The place's choice in each filter by position, -1 for none."""
    chosen = dict(place.filters)
    return [
        values.index(chosen[name]) if chosen.get(name) in values else -1
        for name, values in filters.items()
    ]


def _chunk(start: int, rows: Sequence[Row], filters: Filters) -> str:
    """Rows from number `start` on; what sections have in common is said once."""
    places = {place: i for i, place in enumerate(dict.fromkeys(it.place for it in rows))}
    heads = [[*place[:5], _chosen(place, filters)] for place in places]
    lines = [[places[it.place], *it[1:]] for it in rows]
    return _call("rows", start, heads, lines)


def _call(name: str, *values: Any) -> str:
    """A line of script that hands over values; search.js defines what it calls."""
    arguments = [json.dumps(it, ensure_ascii=False, separators=(",", ":")) for it in values]
    return f"duizhao.{name}({','.join(arguments)});\n"


def _safe(script: str) -> bytes:
    # In a script file, unlike in a page, the only characters to mind are the two line separators.
    return script.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
