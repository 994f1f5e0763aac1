"""The ledger as a spreadsheet that people filled in: from a workbook to edits of the sources."""
