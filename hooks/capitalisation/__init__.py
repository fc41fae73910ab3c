"""The core of Inspir'action: read, check, link, index and export fiches.

It knows nothing of MkDocs; `mkdocs_adapter` turns its records into pages.
"""
