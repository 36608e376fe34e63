"""The interactive page: a trusted shell, one island of data, and a base map, in one file that needs no network."""
