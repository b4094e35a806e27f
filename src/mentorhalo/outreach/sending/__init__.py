"""The machinery of sending: what a relay hears, what a letter is as bytes, how fast it may go. Nothing here knows the database."""
