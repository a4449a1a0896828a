"""Spreadsheets that go out: our own workbook, its amounts as CSV, and the collection form."""
