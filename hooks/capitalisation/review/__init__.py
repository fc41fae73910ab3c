"""Help for those who review: the summary of a check, who reads what, links that lead nowhere.

`summary` writes findings as Markdown, `reviewers` makes CODEOWNERS from the themes, `outside`
finds the links to other sites and tells how they fare, `asking` is what asks them.
"""
