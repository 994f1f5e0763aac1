"""`duizhao`, and `python -m duizhao`: the command line."""

from __future__ import annotations

import signal


def run() -> None:
    """Run the command line."""
    # The imports take most of a second. Ctrl-C in it ends the process, as there is nothing to
    # clean up yet, instead of a traceback out of whichever module was being loaded.
    # (A process that was started to ignore it goes on ignoring it.)
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from duizhao.cli import main  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, usual)
    main()


if __name__ == "__main__":
    run()
