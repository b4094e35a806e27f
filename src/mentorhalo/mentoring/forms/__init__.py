"""What this room asks people."""
