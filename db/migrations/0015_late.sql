-- Whether it was begun after the lesson's end: it goes with the lesson's data, and counts for nobody.
ALTER TABLE lesson_drawing ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));
