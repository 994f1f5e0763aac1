"""How hard the property tests search: the same examples, unless HYPOTHESIS_PROFILE=search."""

import os
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(Path(__file__).parents[2] / ".cache" / "hypothesis")

# How long an example takes says nothing on a shared machine.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
_PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=_SLOW,
    phases=_PHASES,
)
settings.register_profile(
    "search",
    deadline=None,
    print_blob=True,
    suppress_health_check=_SLOW,
    phases=_PHASES,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
