"""Editions held against each other: what recurs, what is carried on, what changed, what is next."""
