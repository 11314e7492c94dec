"""How the model files are made: pages and gold in, weights out. See README.md."""
