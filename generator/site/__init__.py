"""The pages: which exist, their addresses, words and records, and how they become Markdown."""
