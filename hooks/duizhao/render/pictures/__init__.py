"""Pictures as data: where boxes, lines and bars stand; templates only write them down."""
