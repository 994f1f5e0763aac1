"""An edition to Markdown pages and assets. Pure: the same edition gives the same bytes."""

from duizhao.render.downloads import Offer, Offers
from duizhao.render.findings import URI as FINDINGS
from duizhao.render.host import host_project
from duizhao.render.output import PLACE, NavEntry, Output, Page
from duizhao.render.prose_html import ProseHtml
from duizhao.render.site import render
from duizhao.render.urls import Urls
from duizhao.render.years import compare_file

__all__ = [
    "FINDINGS",
    "PLACE",
    "NavEntry",
    "Offer",
    "Offers",
    "Output",
    "Page",
    "ProseHtml",
    "Urls",
    "compare_file",
    "host_project",
    "render",
]
