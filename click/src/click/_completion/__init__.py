"""Shell completion, cut in rooms; the public names are in `click.shell_completion`."""
