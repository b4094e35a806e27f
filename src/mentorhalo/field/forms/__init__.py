"""What the phone asks, and what it sends."""
