"""What happens with a request, once the application is set up."""
