"""The lists in memory: what each item is found by, which items a request wants, how many there are."""
