"""Helpers around the API's own calls. Nothing here is loaded before it is used."""
