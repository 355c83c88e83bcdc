"""What a funder reads: figures of a period, counted once, in which nobody can be found.

`counting` asks the growth functions and keeps what may be shown; `publishing` gives it an address; `telling`
puts it into words, which a page, a PDF and a CSV file print alike.
"""
