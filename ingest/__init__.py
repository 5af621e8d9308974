"""Ingest: file → document → facts → resolved entities → rows for the store.

Data flows one way: `readers` make a `document`, `pipeline` and `rosters` make `facts` of it, `resolve`
says which names are one thing, `load` hands the result to the graph. Nothing here knows the API.
"""
