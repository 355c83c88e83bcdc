"""WHAT is asked: petitions, their signatures, what becomes of them."""
