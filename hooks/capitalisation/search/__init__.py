"""Search: what is indexed of each entry, the Pagefind index, and the catalogue of facets.

`words` cuts text, `documents` writes one lean page per entry for the indexer, `pagefind`
runs it and gives the published text back to its fragments. `catalogue` holds what the
search page opens with and needs to filter, count and sort without asking the index again,
`terms` what else things are called, `lexicon` the words that a mistyped one is mended to.
`packing` writes them all for the browser.
"""
