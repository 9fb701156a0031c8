DROP TABLE IF EXISTS orders;
CREATE TABLE orders(name text NOT NULL);
