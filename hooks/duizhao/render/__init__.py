"""An edition to Markdown pages and assets. Pure: the same edition gives the same bytes."""

from duizhao.render.host import host_project
from duizhao.render.output import NavEntry, Output, Page
from duizhao.render.site import render
from duizhao.render.urls import Urls

__all__ = ["NavEntry", "Output", "Page", "Urls", "host_project", "render"]
