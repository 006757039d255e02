-- Keys that hand in drawings, examples that are exchanged, shapes in an order of one's own.

-- The person under whom a key's drawings stand; NULL for a key that hands in none.
ALTER TABLE api_key ADD COLUMN user_id INTEGER REFERENCES user (id);

-- Shapes with a place come first, in its order; the others follow by their difficulty.
ALTER TABLE shape ADD COLUMN place INTEGER CHECK (place >= 0);

-- When an example went out of use, ms since 1970. It stays, so that it can be taken back.
ALTER TABLE shape_example ADD COLUMN dropped INTEGER;
