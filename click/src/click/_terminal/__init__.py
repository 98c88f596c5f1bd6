"""What a terminal can do beyond printing, cut in rooms; public names are in `click.termui`."""
