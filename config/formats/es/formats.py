"""Spanish as it is written in the United States and Mexico: 1,241 with a comma."""

THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
