"""The pages of the reports, a file each: facts in, blocks out."""
