"""What ``make benchmark`` runs."""

from benchmarks import map_on_page, placing

placing.main()
map_on_page.main()
