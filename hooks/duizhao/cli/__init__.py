"""The command line: the only place that prints and chooses exit codes.

One module a family of commands; import_ it puts its commands into the group. What only one
command needs, above all what may not be installed, is imported where that command runs.
"""

from duizhao.cli import check, compile, export, import_  # noqa: A004 - named after the command
from duizhao.cli.app import main

__all__ = ["check", "compile", "export", "import_", "main"]
