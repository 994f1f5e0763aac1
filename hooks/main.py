"""MkDocs' entry to 对照: binds the host's events to `duizhao.site`, and does nothing else.

Everything is imported here, at the top: MkDocs restores sys.path after loading this file.
"""

from duizhao.site import Site

_site = Site()

on_startup = _site.on_startup
on_config = _site.on_config
on_pre_build = _site.on_pre_build
on_files = _site.on_files
on_serve = _site.on_serve
on_env = _site.on_env
on_page_markdown = _site.on_page_markdown
on_page_content = _site.on_page_content
on_post_page = _site.on_post_page
