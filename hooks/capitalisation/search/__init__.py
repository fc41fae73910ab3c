"""Search: what is indexed of each entry, the Pagefind index, and the catalogue of facets.

`documents` writes one lean page per entry for the indexer, `pagefind` runs it
and gives the published text back to its fragments, `catalogue` holds what the
browser needs to filter, count and sort without asking the index again.
"""
