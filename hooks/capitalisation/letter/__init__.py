"""The monthly letter: its months, its editorials, and the mail that it becomes."""
