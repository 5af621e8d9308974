"""Checks over what has been read: a document's tables against its words, and documents against each other.

In: documents with their facts, or a store. Out: flags and findings, each with the place it is about and
what it may have been. A check says "differs by n" and names both sides, never "wrong".
"""
