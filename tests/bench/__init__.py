"""`python -m tests.bench`: what a build costs, beside bare MkDocs + Material."""
