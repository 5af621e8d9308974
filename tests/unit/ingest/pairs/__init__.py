"""Pairs of fields and of platforms of our own: one half open to those who write rules, one closed."""
