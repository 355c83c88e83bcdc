"""A living demo: two made-up organisations, what they ask for, and the crowd that signs it.

Words are data (`content/*.toml`), pictures are painted (`posters`), people are drawn by chance from a
seed (`crowd`); everybody and everything is invented.
"""
