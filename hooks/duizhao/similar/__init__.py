"""What wording alone can tell: which texts belong together, and which were copied."""
