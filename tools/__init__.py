"""Tools of the repository: run as `.venv/bin/python -m tools.<name>` from its root."""
