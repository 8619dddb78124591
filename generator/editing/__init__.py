"""What helps to change content: new files, the canonical form, schemas, the review queue, new guides."""
