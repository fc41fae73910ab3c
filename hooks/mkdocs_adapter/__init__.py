"""The only package that knows MkDocs: it turns the core's records into pages."""
