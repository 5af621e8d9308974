"""Pairs of fields and of platforms of our own. The open half may be learnt from; of the closed one only
the totals are looked at."""
