"""The command line: the only place that prints and chooses exit codes.

One module a family of commands; import_ it puts its commands into the group. What only one
command needs, above all what may not be installed, is imported where that command runs.
"""

# The modules are named after their commands.
from duizhao.cli import (
    amend,
    check,
    compare,
    compile,  # noqa: A004
    confirm,
    explain,
    export,
    import_,
    new,
    package,
    publish,
    suggest,
    verify,
)
from duizhao.cli.app import main

__all__ = [
    "amend",
    "check",
    "compare",
    "compile",
    "confirm",
    "explain",
    "export",
    "import_",
    "main",
    "new",
    "package",
    "publish",
    "suggest",
    "verify",
]
