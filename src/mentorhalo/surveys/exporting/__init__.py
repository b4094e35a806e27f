"""From responses to files: which columns there are, what is left out, how rows become cells, and who writes them."""
