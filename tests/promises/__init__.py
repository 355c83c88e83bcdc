"""What the product promises, and the tests that show it.

The letters are those of the journeys. `tests/test_promises.py` fails when a promise has no test, or
names one that is gone.
"""

from tests.promises import organisers, others, privacy, selfhosters, signatories

_OF = (signatories, organisers, selfhosters, others, privacy)
PROMISES = {line: kept for people in _OF for line, kept in people.PROMISES.items()}
