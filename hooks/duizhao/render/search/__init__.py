"""The index of the search, as scripts: cut into parts where an edition is large."""
