"""What a whole sheet is for: a list, a form, a sum of other sheets, a template, nothing to import."""
