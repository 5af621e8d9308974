"""Routes: the JSON API and the pages."""
