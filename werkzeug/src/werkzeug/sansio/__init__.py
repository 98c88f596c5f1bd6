"""The part of requests and responses that needs no input or output."""
