"""Colours: which fills may say a status, what they are called, and what somebody said they mean."""
