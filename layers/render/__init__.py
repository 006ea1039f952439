"""A scene becomes a map on the screen, a page, a sheet, slides or tables."""
