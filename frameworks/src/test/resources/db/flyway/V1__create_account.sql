CREATE TABLE account (id bigserial PRIMARY KEY, owner text NOT NULL);
INSERT INTO account(owner) SELECT 'owner ' || i FROM generate_series(1, 10) i;
