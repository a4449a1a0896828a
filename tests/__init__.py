"""Tests, laid out as the program is; a package so that helpers are imported as tests.NAME."""
