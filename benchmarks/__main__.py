"""What ``make benchmark`` runs."""

from benchmarks import map_on_page

map_on_page.main()
