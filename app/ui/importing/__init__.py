"""The import as a page of the window, step by step."""
