"""Handle a request, once the application is set up."""
