"""Shell completion; the public names are in ``click.shell_completion``."""
