"""Trimtab's own workbook on the way back: the export, a collection form, a return."""
