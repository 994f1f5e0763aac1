"""对照 (duizhao): a compiler from yearly review reports to cross-linked pages."""

__version__ = "0.1.0"
