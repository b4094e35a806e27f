"""What may be done with studies."""
