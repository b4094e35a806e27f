"""High-frequency checks of interviews: pure Python on NumPy, without Django. Entrance: `catalogue.run`."""
