"""Fingerpost: structured YAML about a career question in, a checked and planned static guide out."""
