"""What only a server can say of pages, for those that read `_headers`: Netlify, Cloudflare Pages.

A page that holds its own policy cannot say who may show it in a frame, nor that a file is only
what its type says. Sources: https://www.w3.org/TR/CSP3/#meta-element,
https://docs.netlify.com/routing/headers/, https://developers.cloudflare.com/pages/configuration/headers/
"""

NOM = "_headers"
ENTETES = """\
/*
  Content-Security-Policy: frame-ancestors 'self'
  X-Content-Type-Options: nosniff
"""
