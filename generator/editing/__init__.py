"""What helps to change content: new files, mends that are certain, schemas, the review queue, new guides."""
