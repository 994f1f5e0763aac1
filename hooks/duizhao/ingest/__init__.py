"""Files that people filled in elsewhere, back to what the sources are to say."""
