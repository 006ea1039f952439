"""What ``make benchmark`` runs: all measurements, or those that are named.

``python -m benchmarks points load`` runs two of them; each also runs alone, with its own arguments.
"""

import sys

from benchmarks import cluster, exports, load, map_on_page, partner_rows, placing, points, slow_link

ALL = {
    "placing": placing.main,
    "partner_rows": lambda: partner_rows.main([]),
    "map_on_page": map_on_page.main,
    "exports": exports.main,
    "slow_link": slow_link.main,
    "points": lambda: points.main([]),
    "cluster": lambda: cluster.main([]),
    "load": lambda: load.main([]),
}

asked = sys.argv[1:] or [*ALL]
if unknown := [name for name in asked if name not in ALL]:
    sys.exit(f"There is no measurement {', '.join(unknown)}; there are {', '.join(ALL)}")
for name in asked:
    ALL[name]()
