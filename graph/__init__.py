"""The graph: model, schema, stores, named queries.

In: rows that other packages made from sources. Out: a graph in Neo4j or in the embedded store, and the
answers of named queries. This package knows nothing of files, documents, web pages or the command line.
"""
