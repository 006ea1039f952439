"""What turns official downloads into the files of ``data/``; not needed to show a map."""
