"""Workbooks in the XML of Excel 2007 and later: our own reader, part by part."""
