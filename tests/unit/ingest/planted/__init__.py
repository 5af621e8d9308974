"""Scenarios of planted pairs, as text."""
