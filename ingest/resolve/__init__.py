"""Resolution: which printed names are one thing. Keys here decide the ids of the graph's nodes."""
