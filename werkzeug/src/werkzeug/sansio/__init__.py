"""What can be said about requests and responses without reading or sending anything."""
