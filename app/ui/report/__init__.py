"""The report as the very pages that will be printed."""
