"""An edition to Markdown pages and assets. Pure: the same edition gives the same bytes."""

from duizhao.render.findings import URI as FINDINGS
from duizhao.render.host import host_project
from duizhao.render.output import PLACE, NavEntry, Output, Page
from duizhao.render.site import Shelf, render
from duizhao.render.urls import Urls

__all__ = [
    "FINDINGS",
    "PLACE",
    "NavEntry",
    "Output",
    "Page",
    "Shelf",
    "Urls",
    "host_project",
    "render",
]
