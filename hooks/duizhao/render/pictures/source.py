"""What a picture asks of the report that it shows: pages answer it, pictures know no pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from duizhao.model.confirmation import LinkState
    from duizhao.model.report import Aspect, Edition, Item, Report
    from duizhao.model.trace import Trace


class Source(Protocol):
    """What the layout asks of the report that it draws."""

    @property
    def report(self) -> Report:
        """The report."""

    @property
    def edition(self) -> Edition:
        """The edition that it is part of."""

    @property
    def trace(self) -> Trace:
        """The links of that edition."""

    def label(self, item: Item) -> str:
        """What the site calls an item for short: 问题4."""

    def state(self, item: Item) -> LinkState:
        """How sure the links are that an item names."""

    def leads(self, item: Item) -> str:
        """Labels of all that an item leads to."""

    def to(self, item: Item, page: str, view: str | None = None) -> str:
        """The address of an item from `page`, on its part's page or on the page named `view`."""

    def to_aspect(self, aspect: Aspect, page: str) -> str:
        """The address of an aspect from `page`."""
