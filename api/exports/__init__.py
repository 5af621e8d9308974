"""Lists, queries and subgraphs as files that other programs read, written part by part.

In: rows, or nodes and relationships. Out: pieces of a file, so that no file is held in memory whole.
"""
