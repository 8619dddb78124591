"""The content folder: its files as documents, its text fields as safe HTML, its figures, its earlier states."""
