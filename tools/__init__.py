"""Programs that the matrix runs. Nothing here is part of a distribution."""
