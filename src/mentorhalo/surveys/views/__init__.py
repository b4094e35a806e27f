"""What is shown, and to whom."""
