"""What one person's phone holds between two synchronisations."""
