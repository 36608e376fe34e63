"""Places and their names: tables as people edit them, built into one index on disk."""
