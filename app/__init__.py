"""Trimtab: a portfolio steered by value, in one file on one desk."""
