"""What people do with a project, one module a deed: results are returned, refusals are raised.

Nothing here prints, asks, reads the clock or ends the process, so that a server can call what the
command line calls. Refusals are `ActionError` or `FileError`, each a sentence in Chinese.
"""
