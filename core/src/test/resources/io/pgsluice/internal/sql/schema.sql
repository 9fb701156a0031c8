CREATE TABLE customer (id bigserial PRIMARY KEY, name text NOT NULL, email text UNIQUE, city text, birthday date, vip boolean NOT NULL DEFAULT false, created_at timestamptz NOT NULL DEFAULT now());

CREATE TABLE product (id serial PRIMARY KEY, sku varchar(40) UNIQUE, title text NOT NULL, price numeric(12, 2) NOT NULL DEFAULT 1, tags text[] NOT NULL DEFAULT '{}', attributes jsonb NOT NULL DEFAULT '{}', description xml, search tsvector);

CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id bigint REFERENCES customer, status text NOT NULL DEFAULT 'open', total numeric(12, 2) NOT NULL DEFAULT 0, note text, version int NOT NULL DEFAULT 0, created_at timestamptz NOT NULL DEFAULT now(), paid_at timestamptz);

CREATE TABLE order_line (order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE, line int NOT NULL, product_id int REFERENCES product, quantity int NOT NULL DEFAULT 1, price numeric(12, 2) NOT NULL DEFAULT 0, PRIMARY KEY (order_id, line));

CREATE TABLE employee (id int PRIMARY KEY, manager_id int REFERENCES employee, name text NOT NULL, department text, salary numeric NOT NULL DEFAULT 0, hired date NOT NULL DEFAULT current_date);

CREATE TABLE event (id bigserial, kind text NOT NULL, payload jsonb NOT NULL DEFAULT '{}', at timestamptz NOT NULL DEFAULT now()) PARTITION BY RANGE (at);

CREATE TABLE event_all PARTITION OF event DEFAULT;

CREATE TABLE "Order Item" ("Id" int PRIMARY KEY, "select" text, "from" text, "a""b" int);

CREATE TABLE booking (room int, during tstzrange);

CREATE TABLE audit (id serial, update text, delete text, insert text, share int);

CREATE UNLOGGED TABLE counter (name text PRIMARY KEY, value bigint NOT NULL DEFAULT 0);

CREATE SEQUENCE invoice_no;

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');

CREATE VIEW open_orders AS SELECT o.*, c.name FROM orders o JOIN customer c ON c.id = o.customer_id WHERE o.status = 'open';

CREATE MATERIALIZED VIEW revenue AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;

CREATE VIEW next_invoice AS SELECT nextval('invoice_no') AS no;

CREATE FUNCTION full_name(c customer) RETURNS text LANGUAGE sql STABLE AS $$ SELECT c.name || ' <' || coalesce(c.email, '?') || '>' $$;

CREATE FUNCTION add_tax(amount numeric, rate numeric DEFAULT 0.19) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT amount * (1 + rate) $$;

CREATE FUNCTION log_visit(who text) RETURNS bigint LANGUAGE sql VOLATILE AS $$ INSERT INTO event (kind, payload) VALUES ('visit', jsonb_build_object('who', who)) RETURNING id $$;

CREATE FUNCTION top_customers(n int) RETURNS TABLE (id bigint, total numeric) LANGUAGE sql STABLE AS $$ SELECT customer_id, sum(total) FROM orders GROUP BY 1 ORDER BY 2 DESC LIMIT n $$;

CREATE PROCEDURE close_orders() LANGUAGE sql AS $$ UPDATE orders SET status = 'closed' WHERE status = 'paid' $$;

CREATE SCHEMA shop;

CREATE TABLE shop.stock (product_id int PRIMARY KEY, amount int NOT NULL DEFAULT 0);

CREATE FUNCTION shop.nextval(text) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 42 $$;

INSERT INTO customer (name, email, city, birthday) SELECT 'c' || i, 'c' || i || '@example.com', CASE WHEN i % 2 = 0 THEN 'Rome' END, date '1980-01-01' + i FROM generate_series(1, 20) i;

INSERT INTO product (sku, title, price, tags, attributes, search) SELECT 'sku-' || i, 'product ' || i, i, ARRAY['t' || i % 3], jsonb_build_object('size', i, 'colors', jsonb_build_array('red', 'blue')), to_tsvector('english', 'product ' || i) FROM generate_series(1, 20) i;

INSERT INTO orders (customer_id, status, total) SELECT 1 + i % 20, (ARRAY['open', 'paid', 'sent'])[1 + i % 3], i FROM generate_series(1, 60) i;

INSERT INTO order_line (order_id, line, product_id, quantity, price) SELECT o.id, l, 1 + (o.id + l)::int % 20, l, l * 2 FROM orders o, generate_series(1, 2) l;

INSERT INTO employee (id, manager_id, name, department, salary) SELECT i, nullif(i / 2, 0), 'e' || i, 'd' || i % 3, 1000 * i FROM generate_series(1, 15) i;

INSERT INTO event (kind, payload) VALUES ('click', '{"x": 1, "tags": ["a", "b"]}'), ('view', '{"x": 2}');

INSERT INTO audit (update, delete, insert, share) VALUES ('u', 'd', 'i', 1);
