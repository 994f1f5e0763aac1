"""What becomes of a finished edition: sealed, corrected, packed for the archive, verified."""
