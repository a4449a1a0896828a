"""Readers of the workbooks people already have: each turns one layout into a batch of rows, nothing more."""
