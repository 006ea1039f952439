"""What ``make benchmark`` runs."""

from benchmarks import exports, map_on_page, placing

placing.main()
map_on_page.main()
exports.main()
