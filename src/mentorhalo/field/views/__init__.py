"""The shell that the phone keeps, and what it asks and sends."""
