"""What ``make benchmark`` runs: all measurements, or those that are named.

``python -m benchmarks points load`` runs two of them, ``--quick`` the shortest form of those that have
one; each also runs alone, with its own arguments.
"""

import sys

from benchmarks import (
    beside,
    bounds,
    cluster,
    exports,
    first_map,
    growth,
    load,
    map_on_page,
    partner_rows,
    placing,
    plots,
    points,
    slow_link,
)

ALL = {
    "placing": lambda _: placing.main(),
    "partner_rows": lambda _: partner_rows.main([]),
    "first_map": first_map.main,
    "map_on_page": map_on_page.main,
    "exports": lambda _: exports.main(),
    "slow_link": slow_link.main,
    "points": lambda _: points.main([]),
    "cluster": lambda _: cluster.main([]),
    "growth": growth.main,
    "load": lambda _: load.main([]),
    "beside": lambda _: beside.main([]),
    "bounds": bounds.main,
}

quick = [word for word in sys.argv[1:] if word == "--quick"]
asked = [word for word in sys.argv[1:] if word not in quick] or [*ALL]
if unknown := [name for name in asked if name not in ALL]:
    sys.exit(f"There is no measurement {', '.join(unknown)}; there are {', '.join(ALL)}")
for name in asked:
    ALL[name](quick)
plots.main()
