"""Files that people send: received onto the disk, queued as jobs, loaded by a process of their own."""
