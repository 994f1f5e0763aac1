"""Reports that were written elsewhere, imported in stages that can be read one by one.

    bytes ──files/──▶ Document ──marks──▶ Marks ──sections──▶ Sections ──outline──▶ Divisions
                                                                                    │
                                                              Report and Decisions ◀┘ items, draft

Every stage but the first looks at one text and speaks of it in offsets, so no character can get
lost on the way: what a stage does not understand stays where it stood. Only the enclosing section
decides what an item is. The rules are tables (`titles.py`, `markers.py`, `evidence.py`).
"""
