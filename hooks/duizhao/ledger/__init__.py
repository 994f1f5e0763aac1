"""The ledger as a spreadsheet that people fill in: the way back, from a workbook to changes."""
