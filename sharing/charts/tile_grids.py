"""Where each state stands on a grid of equal squares; two dots are the sea or a neighbour.

Rows as they lie on a map, codes as in ISO 3166-2. Those of the United States are where newspapers put them,
with the territories in the corners.
"""

import functools

US = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT ..
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
GU HI .. TX .. .. .. .. FL PR VI
"""

MX = """
BCN SON CHH COA NLE ... ... ... ... ...
BCS SIN DUR ZAC SLP TAM ... ... ... YUC
... NAY JAL AGU GUA QUE HID ... CAM ROO
... ... COL MIC MEX CMX TLA VER TAB ...
... ... ... ... GRO MOR PUE OAX CHP ...
"""

GRIDS = {"US": US, "MX": MX}


@functools.cache
def squares(country: str) -> dict[str, tuple[int, int]]:
    """`US-AZ` -> (column, row) from 0, in the order of reading; empty for a country without a grid."""
    return {
        f"{country}-{code}": (column, row)
        for row, line in enumerate(GRIDS.get(country, "").strip().splitlines())
        for column, code in enumerate(line.split())
        if code.strip(".")
    }
