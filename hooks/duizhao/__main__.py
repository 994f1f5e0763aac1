"""`python -m duizhao` is the command `duizhao`."""

from duizhao.cli import main

main()
