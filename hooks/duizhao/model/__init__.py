"""The content model: what a report is, independent of how it is written or shown."""
