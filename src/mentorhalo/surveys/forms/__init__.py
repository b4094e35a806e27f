"""What is typed into pages."""
