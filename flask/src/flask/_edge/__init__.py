"""Where requests come in and responses go out."""
