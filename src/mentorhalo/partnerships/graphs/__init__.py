"""The network of parties over time, in plain Python: no database. Graphs and their measures by rustworkx."""
