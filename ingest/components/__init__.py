"""One spaCy component a fact family. Each reads the folded text and what the ones before it found, and
adds facts; none knows files, tables or the store. Their order is in `ingest.pipeline`.
"""
