"""Quality and speed, each by one command; see README.md."""
