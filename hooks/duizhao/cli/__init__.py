"""The command line: the only place that prints and chooses exit codes.

One module a family of commands. What only one command needs, above all what may not be installed,
is imported where that command runs.
"""

# Imported, each puts its commands into the group; their names are those of the commands.
from duizhao.cli import (  # noqa: F401
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

__all__ = ["main"]
