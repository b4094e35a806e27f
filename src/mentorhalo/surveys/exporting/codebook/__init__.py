"""What the data are: each column with its question, codes, counts and conditions, as a page and as DDI Codebook 2.6."""
