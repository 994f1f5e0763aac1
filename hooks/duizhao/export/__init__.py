"""Reports in other formats, a module each."""
