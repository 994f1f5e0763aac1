"""How many examples a property is held against."""

import os

from hypothesis import settings

_MORE = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "search" else 1


def examples(count: int) -> settings:
    """`count` examples; many more of them when somebody goes searching."""
    return settings(max_examples=count * _MORE)
