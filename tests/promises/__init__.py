"""What the product promises, and the tests that show it.

The letters are those of the journeys. `tests/test_promises.py` fails when a promise has no test, or
names one that is gone.
"""

from tests.promises import organisers, privacy, signatories

PROMISES = {**signatories.PROMISES, **organisers.PROMISES, **privacy.PROMISES}
