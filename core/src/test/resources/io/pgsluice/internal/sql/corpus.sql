SELECT 1

select * from customer

SELECT id, name, email FROM customer WHERE id = ?

SELECT c.id, c.name FROM customer c WHERE c.email = ? AND c.vip IS NOT TRUE ORDER BY c.created_at DESC LIMIT 10

SELECT count(*) FROM orders

SELECT count(*) FILTER (WHERE status = 'open') AS open, count(*) FILTER (WHERE status = 'paid') AS paid FROM orders

SELECT status, count(*), sum(total), avg(total)::numeric(12, 2) FROM orders GROUP BY status HAVING count(*) > 0 ORDER BY 2 DESC

select o.id, o.status, c.name, sum(l.price * l.quantity) as amount from orders o join customer c on c.id = o.customer_id join order_line l on l.order_id = o.id where o.status = ? group by o.id, c.name

SELECT DISTINCT city FROM customer WHERE city IS NOT NULL

SELECT DISTINCT ON (customer_id) customer_id, id, created_at FROM orders ORDER BY customer_id, created_at DESC

SELECT DISTINCT ON (customer_id) upper(status), id FROM orders ORDER BY customer_id, id

SELECT * FROM orders WHERE customer_id IN (SELECT id FROM customer WHERE vip)

SELECT * FROM orders WHERE id = ANY (ARRAY[1, 2, 3])

SELECT * FROM orders WHERE id IN (?, ?, ?)

SELECT * FROM orders WHERE (customer_id, status) IN ((1, 'open'), (2, 'paid'))

SELECT EXISTS (SELECT 1 FROM orders WHERE customer_id = 1)

SELECT c.name FROM customer c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.total > 10)

SELECT c.name, o.total FROM customer c LEFT JOIN orders o ON (o.customer_id = c.id)

SELECT c.name, o.total FROM customer c LEFT OUTER JOIN LATERAL (SELECT max(total) AS total FROM orders WHERE customer_id = c.id) o ON true

SELECT c.name, x.id FROM customer c CROSS JOIN LATERAL (SELECT id FROM orders WHERE customer_id = c.id ORDER BY id LIMIT 2) x

SELECT * FROM customer c NATURAL JOIN (SELECT id FROM orders) o

SELECT * FROM order_line JOIN product USING (price) JOIN orders o USING (id)

SELECT o.id FROM orders o FULL JOIN order_line l ON l.order_id = o.id WHERE l.line IS NULL

SELECT coalesce(note, ''), nullif(status, 'open'), greatest(total, 1), least(total, 2) FROM orders

SELECT CASE WHEN total > 10 THEN 'big' WHEN total > 5 THEN 'middle' ELSE 'small' END AS size FROM orders

SELECT CASE status WHEN 'open' THEN 1 ELSE 0 END FROM orders

SELECT CAST(total AS integer), total::text, '2020-01-01'::date, CAST('1' AS character varying(10)), total::double precision FROM orders

SELECT id::numeric(12, 2), id::varchar(20), created_at::timestamp(3) with time zone, '1'::bit varying(5), now()::timestamptz(0) FROM orders

SELECT extract(year FROM created_at), date_part('month', created_at), date_trunc('day', created_at), age(created_at) FROM orders

SELECT created_at AT TIME ZONE 'UTC', created_at + interval '1 day', created_at - interval '2' hour, interval '1' second(3) FROM orders

SELECT current_date, current_time, current_timestamp(3), localtime, localtimestamp, current_user, session_user, current_schema, current_catalog

SELECT now(), clock_timestamp(), statement_timestamp(), transaction_timestamp(), timeofday()

SELECT substring(name FROM 1 FOR 3), trim(both ' ' from name), position('a' in name), overlay(name placing 'x' from 1), upper(name), char_length(name) FROM customer

SELECT substring(name, 1, 2), substr(name, 1), left(name, 1), right(name, 1), lpad(name, 10, '*'), replace(name, 'c', 'd') FROM customer

SELECT name LIKE 'c%', name NOT ILIKE '%x', name SIMILAR TO '(c|d)%', name ~ '^c\d+$', name !~* 'x' FROM customer

SELECT * FROM customer WHERE name LIKE ? ESCAPE '\'

SELECT * FROM customer WHERE name LIKE 'a!%' ESCAPE '!' AND city = 'Rome'

SELECT * FROM customer WHERE lower(name) LIKE lower(?) || '%' ESCAPE '\' OR email = 'x'

SELECT * FROM customer WHERE name ~ '\d+' AND email ~ E'\\w+@' AND city <> E'it\'s'

SELECT regexp_replace(name, '(\w)(\d+)', '\2\1', 'g'), regexp_split_to_array(name, '\s*,\s*'), regexp_matches(name, 'c(\d)') FROM customer

SELECT split_part(email, '@', 2), concat(name, '/', city), concat_ws(',', name, city), format('%s-%I', name, city) FROM customer WHERE city IS NOT NULL

SELECT md5(name), encode(sha256(name::bytea), 'hex'), hashtext(name), length(name), octet_length(name) FROM customer

SELECT string_agg(name, ', ' ORDER BY name), array_agg(DISTINCT city), json_agg(customer), jsonb_object_agg(id, name) FROM customer

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total), mode() WITHIN GROUP (ORDER BY status) FROM orders

SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY created_at), rank() OVER w, lag(total, 1) OVER w, sum(total) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM orders WINDOW w AS (PARTITION BY status ORDER BY total)

SELECT first_value(total) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), ntile(4) OVER (ORDER BY total), cume_dist() OVER (ORDER BY total) FROM orders

SELECT customer_id, status, sum(total) FROM orders GROUP BY ROLLUP (customer_id, status)

SELECT customer_id, status, sum(total), grouping(customer_id, status) FROM orders GROUP BY CUBE (customer_id, status)

SELECT customer_id, status, sum(total) FROM orders GROUP BY GROUPING SETS ((customer_id), (status), ())

SELECT date_trunc('month', created_at) AS month, sum(total) FROM orders GROUP BY (date_trunc('month', created_at)) ORDER BY (1)

SELECT id FROM orders UNION SELECT id FROM customer

SELECT id FROM orders UNION ALL SELECT id FROM customer ORDER BY 1 LIMIT 5 OFFSET 2

(SELECT id FROM orders ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM orders ORDER BY id DESC LIMIT 1)

SELECT id FROM orders EXCEPT (SELECT id FROM customer INTERSECT SELECT order_id FROM order_line)

((SELECT 1))

SELECT * FROM orders ORDER BY total DESC NULLS LAST, id ASC OFFSET 10 ROWS FETCH FIRST 5 ROWS ONLY

SELECT * FROM orders ORDER BY id FETCH NEXT (2) ROWS ONLY

SELECT * FROM orders ORDER BY total FETCH FIRST 3 ROWS WITH TIES

select o1_0.id, o1_0.status, o1_0.total from orders o1_0 where o1_0.customer_id=? order by o1_0.id fetch first ? rows only

select c1_0.id,c1_0.city,c1_0.email,o1_0.customer_id,o1_0.id,o1_0.total from customer c1_0 left join orders o1_0 on c1_0.id=o1_0.customer_id where c1_0.id=?

select count(c1_0.id) from customer c1_0 where c1_0.name like ? escape ''

select distinct p1_0.id, p1_0.title from product p1_0 where p1_0.price between ? and ? and (p1_0.title is not null) order by p1_0.title asc offset ? rows fetch first ? rows only

/* dynamic native SQL query */ select 1 as one

/* load com.example.Order */ select o1_0.id from orders o1_0 where o1_0.id=?

select "public"."customer"."id", "public"."customer"."name" from "public"."customer" where "public"."customer"."city" = ? order by "public"."customer"."id" limit ?

select "alias_1"."v0" from (select "public"."orders"."id" as "v0" from "public"."orders") as "alias_1" ("v0")

SELECT "Id", "select", "from", "a""b" FROM "Order Item" WHERE "select" = 'x;y' AND "from" <> 'it''s'

SELECT U&"\0049d" FROM "Order Item"

SELECT U&'d\0061t\+000061', N'national', B'0101', X'1FF', $$dollar ' quoted$$, $tag$ a $$ b $tag$

SELECT 'a'
 'b' AS joined, E'a\'b'
 'c', 'semi;colon', '--no comment', '/* neither */'

SELECT 1.5e10, .5, 1., 0.1e-3, 1e5, -1, +1, - - 1, 5 % 3, 2 ^ 3, |/ 4, 5 # 3, ~1, 1 << 2, 8 >> 1, 5 & 4, 5 | 2, @ -5

SELECT 1 -- a comment

-- a comment before
SELECT 1

SELECT /* in /* a nested */ comment */ 1

SELECT 1;

; SELECT 1 ;;

SELECT 1; SELECT 2

SELECT * FROM customer -- ; DELETE FROM customer

SELECT '/*', 1 /* ' */, 2

select/**/count(*)from/**/orders

SELECT ARRAY[1, 2, 3], ARRAY(SELECT id FROM orders), ARRAY[[1, 2], [3, 4]], '{1,2}'::int[], (ARRAY[1, 2])[1], ARRAY[1, 2] || 3

SELECT tags[1], tags[1:2], array_length(tags, 1), cardinality(tags), unnest(tags) FROM product

SELECT * FROM product WHERE tags @> ARRAY['t1'] OR tags && '{t2}' OR 't0' = ANY (tags)

SELECT ROW(1, 'a'), (1, 'b'), (ROW(1, 2)).f1

SELECT (c).name, (c.*).email, c.full_name FROM customer c

SELECT attributes -> 'size', attributes ->> 'size', attributes #> '{colors,0}', attributes #>> '{colors,0}', attributes @> '{"size": 1}', attributes || '{"a": 1}', attributes - 'size', attributes ?? 'size' FROM product

SELECT * FROM product WHERE attributes ??| ARRAY['size'] AND attributes ??& ARRAY['colors'] AND attributes @?? '$.size' AND attributes @@ '$.size > 1'

SELECT jsonb_path_query(attributes, '$.colors[*]'), jsonb_path_exists(attributes, '$.size ? (@ > 1)'), jsonb_set(attributes, '{a}', '1'), jsonb_pretty(attributes) FROM product

SELECT p.id, c.value FROM product p, jsonb_array_elements_text(p.attributes -> 'colors') AS c(value)

SELECT p.id, e.key, e.value FROM product p CROSS JOIN jsonb_each(p.attributes) e(key, value)

SELECT * FROM jsonb_to_record('{"a": 1, "b": "x"}') AS x(a int, b text)

SELECT * FROM jsonb_to_recordset('[{"a": 1}]') AS x(a numeric(10, 2))

SELECT * FROM json_populate_record(NULL::product, '{"id": 1}')

SELECT json_build_object('id', id, 'name', name), row_to_json(c), to_jsonb(c), json_strip_nulls(to_json(c)) FROM customer c

SELECT * FROM xmltable('/a/b' PASSING xml '<a><b id="1">x</b></a>' COLUMNS id int PATH '@id', name varchar(20) PATH '.')

SELECT xmlelement(name a, xmlattributes(id AS id), name), xmlforest(id, name), xmlagg(xmlelement(name x)) FROM customer GROUP BY id

SELECT xpath('/a', xml '<a/>'), xmlserialize(content xml '<a/>' AS text), xml '<a/>' IS DOCUMENT

SELECT to_tsvector('english', title) @@ to_tsquery('english', 'product & 1'), ts_rank(search, plainto_tsquery('product')), ts_headline(title, websearch_to_tsquery('product')) FROM product

SELECT during && tstzrange(now(), now() + '1 hour'), lower(during), upper_inf(during), during * during FROM booking

SELECT int4range(1, 5) @> 3, daterange('2020-01-01', '2020-02-01', '[]'), range_merge(int4range(1, 2), int4range(5, 6)), numrange(1, 2) -|- numrange(2, 3)

SELECT point(1, 2) <-> point(3, 4), box '((0,0),(1,1))', circle(point '(0,0)', 1), '(1,2)'::point ## '[(0,0),(1,1)]'::lseg

SELECT inet '10.0.0.1' << inet '10.0.0.0/8', host('10.0.0.1'::inet), family('::1'), set_masklen('10.0.0.1'::inet, 8)

SELECT 'happy'::mood, enum_range(NULL::mood), enum_first('sad'::mood), 'ok' > 'sad'::mood

SELECT * FROM generate_series(1, 10)

SELECT * FROM generate_series(1, 10) AS g

SELECT * FROM generate_series(1, 10) g(i) WHERE i % 2 = 0

SELECT * FROM generate_series(1, 10) WITH ORDINALITY AS t(a, b)

SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) AS u(n, s)

SELECT * FROM ROWS FROM (generate_series(1, 3), generate_series(1, 4)) AS r(a, b)

SELECT d::date FROM generate_series('2020-01-01'::date, '2020-01-05'::date, interval '1 day') d

SELECT * FROM orders TABLESAMPLE bernoulli (10) REPEATABLE (42)

SELECT * FROM orders TABLESAMPLE SYSTEM (50)

SELECT * FROM ONLY event

SELECT * FROM ONLY (event)

SELECT tableoid::regclass, ctid, xmin FROM orders

SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(id, name)

SELECT * FROM (VALUES (1), (2)) v

VALUES (1, 'one'), (2, 'two')

VALUES (1) ORDER BY 1 LIMIT 1

TABLE orders

TABLE ONLY orders ORDER BY id

WITH big AS (SELECT * FROM orders WHERE total > 10) SELECT count(*) FROM big

WITH a AS (SELECT 1 AS x), b(y) AS (SELECT x + 1 FROM a), data(z) AS MATERIALIZED (SELECT y FROM b), source AS NOT MATERIALIZED (SELECT z FROM data) SELECT * FROM source

WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT sum(n) FROM t

WITH RECURSIVE chain(id, manager_id, depth) AS (SELECT id, manager_id, 1 FROM employee WHERE manager_id IS NULL UNION ALL SELECT e.id, e.manager_id, c.depth + 1 FROM employee e JOIN chain c ON c.id = e.manager_id) SELECT * FROM chain ORDER BY depth, id

WITH RECURSIVE chain AS (SELECT id, manager_id FROM employee WHERE manager_id IS NULL UNION ALL SELECT e.id, e.manager_id FROM employee e, chain c WHERE e.manager_id = c.id) SEARCH DEPTH FIRST BY id SET ordering CYCLE id SET looped USING path SELECT id, ordering FROM chain ORDER BY ordering

WITH x AS (SELECT 1) (SELECT * FROM x) ORDER BY 1

SELECT * FROM (WITH x(a) AS (SELECT 1) SELECT a FROM x) y

WITH x AS (WITH y(b) AS (SELECT 2) SELECT b FROM y), z(c) AS (SELECT b FROM x) SELECT c, upper('a') FROM z

WITH x AS (SELECT 1 AS a) SELECT a, abs(a), lower('A') FROM x, generate_series(1, 2)

SELECT * FROM orders o WHERE o.total > (SELECT avg(total) FROM orders) AND o.created_at > now() - make_interval(days => 30)

SELECT (SELECT name FROM customer c WHERE c.id = o.customer_id) AS customer, o.total * 1.19 FROM orders o

SELECT o.*, c.* FROM orders o, customer c WHERE o.customer_id = c.id AND c.created_at BETWEEN ? AND ?

SELECT e.name, m.name AS manager FROM employee e LEFT JOIN employee m ON m.id = e.manager_id

SELECT department, name, salary, salary - avg(salary) OVER (PARTITION BY department) AS above FROM employee

SELECT width_bucket(total, 0, 100, 10) AS bucket, count(*) FROM orders GROUP BY bucket ORDER BY bucket

SELECT regr_slope(total, customer_id), corr(total, customer_id), stddev(total), variance(total), bool_and(total > 0), every(true) FROM orders

SELECT random(), gen_random_uuid(), random() * 10, floor(random() * 6 + 1)::int

SELECT setting FROM pg_settings WHERE name = 'max_connections'

SELECT current_setting('server_version'), current_setting('app.missing', true)

SHOW server_version

SHOW ALL

SHOW TRANSACTION ISOLATION LEVEL

SHOW TIME ZONE

show transaction_read_only

SELECT version()

SELECT pg_is_in_recovery()

SELECT pg_backend_pid(), inet_server_port(), inet_client_addr(), pg_postmaster_start_time(), pg_conf_load_time()

SELECT pg_size_pretty(pg_total_relation_size('orders')), pg_relation_size('orders'), pg_database_size(current_database())

SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database()

SELECT relname, n_live_tup FROM pg_stat_user_tables ORDER BY n_live_tup DESC

SELECT l.locktype, l.mode, a.query FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid

SELECT pg_blocking_pids(pid) FROM pg_stat_activity

SELECT n.nspname, c.relname, pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'i' LIMIT 5

SELECT pg_get_viewdef('open_orders'::regclass, true), pg_get_constraintdef(oid) FROM pg_constraint LIMIT 1

SELECT a.attname, format_type(a.atttypid, a.atttypmod), col_description(a.attrelid, a.attnum), a.attnotnull FROM pg_catalog.pg_attribute a WHERE a.attrelid = 'orders'::regclass AND a.attnum > 0

SELECT NULL AS TABLE_CAT, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME, CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema' WHEN true THEN 'SYSTEM TABLE' ELSE 'TABLE' END AS TABLE_TYPE FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname LIKE 'ord%' AND (false OR (c.relkind = 'r' AND n.nspname !~ '^pg_'))

SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?

SELECT has_table_privilege('orders', 'SELECT'), pg_has_role('app', 'USAGE'), to_regclass('orders'), pg_typeof(1)

SELECT c.oid::regclass, obj_description(c.oid), pg_table_is_visible(c.oid) FROM pg_class c WHERE relname = 'orders'

SELECT pg_catalog.lower('A'), pg_catalog.count(*), "pg_catalog"."upper"('b'), PG_CATALOG.LENGTH('c')

SELECT a OPERATOR(pg_catalog.+) b FROM (VALUES (1, 2)) t(a, b)

SELECT lower('A' COLLATE "C"), name COLLATE "C" FROM customer ORDER BY name COLLATE "C"

SELECT collation for ('a'), normalize('a', NFC), 'a' IS NFC NORMALIZED

SELECT pg_sleep(0)

SELECT txid_current_snapshot(), pg_current_snapshot(), txid_current_if_assigned()

SELECT pg_last_wal_replay_lsn(), pg_last_wal_receive_lsn(), pg_last_xact_replay_timestamp()

SELECT * FROM open_orders

SELECT * FROM revenue WHERE total > 1

SELECT last_value, is_called FROM invoice_no

SELECT update, delete, insert, share FROM audit

SELECT count(update), max(delete), min(insert) FROM audit WHERE insert = 'i'

SELECT a.update, a.delete AS insert FROM audit a ORDER BY a.insert

WITH x AS (SELECT update AS u, share FROM audit) SELECT u, share FROM x

SELECT 1 AS into, 2 AS for, 3 AS update, 4 AS "select"

SELECT t.order, t.table FROM (SELECT 1 AS order, 2 AS table) t

SELECT note AS n FROM orders FOR READ ONLY

SELECT format('%s', 1), value.x, name.y FROM (SELECT 1 AS x) value, (SELECT 2 AS y) name

SELECT key, value FROM jsonb_each('{"a": 1}')

SELECT type, at FROM (SELECT kind AS type, at FROM event) e WHERE e.at > now() - interval '1 hour'

select {fn lcase('A')}, {fn concat('a', 'b')}, {d '2020-01-01'}, {ts '2020-01-01 10:00:00'}

select o.id from {oj orders o left outer join order_line l on o.id = l.order_id}

EXPLAIN SELECT * FROM orders

EXPLAIN ANALYZE SELECT * FROM orders

EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM orders WHERE id = 1

EXPLAIN (COSTS OFF) WITH x AS (SELECT 1) SELECT * FROM x

EXPLAIN ANALYZE VERBOSE SELECT 1

EXPLAIN (SELECT 1)

EXPLAIN VALUES (1)

EXPLAIN TABLE orders

COPY orders TO STDOUT

COPY (SELECT id, total FROM orders WHERE total > 10) TO STDOUT WITH (FORMAT csv, HEADER)

COPY customer (id, name) TO STDOUT (DELIMITER ';')

DECLARE c CURSOR FOR SELECT * FROM orders

DECLARE c NO SCROLL CURSOR WITHOUT HOLD FOR SELECT * FROM orders

SELECT full_name(c) FROM customer c

SELECT add_tax(total) FROM orders

SELECT add_tax(amount => total, rate => 0.07), id FROM orders

SELECT * FROM top_customers(3)

SELECT t.id FROM customer c CROSS JOIN LATERAL top_customers(c.id::int) AS t(id, total)

SELECT shop.nextval('x')

SELECT public.add_tax(1), lower('X')

SELECT log_visit('me')

SELECT id, log_visit(name) FROM customer WHERE id = 1

SELECT nextval('invoice_no')

select nextval ('invoice_no')

SELECT pg_catalog.nextval('invoice_no'::regclass)

SELECT "nextval"('invoice_no')

SELECT setval('invoice_no', 10, true)

SELECT coalesce(max(id), 0) + nextval('invoice_no') FROM orders

SELECT x.n FROM (SELECT nextval('invoice_no') AS n) x

WITH n AS (SELECT nextval('invoice_no') AS v) SELECT v FROM n

SELECT pg_advisory_xact_lock(42)

SELECT pg_advisory_lock(42)

SELECT pg_try_advisory_lock(1, 2)

select pg_advisory_unlock(42)

SELECT pg_advisory_unlock_all()

SELECT 1 WHERE pg_try_advisory_xact_lock(7)

SELECT pg_notify('channel', 'payload')

SELECT txid_current()

SELECT pg_current_xact_id()

SELECT pg_export_snapshot()

SELECT lo_creat(-1)

SELECT lo_from_bytea(0, 'abc')

SELECT pg_current_wal_lsn()

SELECT pg_walfile_name(pg_current_wal_lsn())

SELECT set_config('app.tenant_id', 'red', false)

SELECT set_config('app.tenant_id', ?, true)

SELECT setseed(0.5)

SELECT query_to_xml('SELECT 1', true, true, '')

SELECT * FROM orders FOR UPDATE

SELECT * FROM orders WHERE id = 1 FOR UPDATE SKIP LOCKED

SELECT * FROM orders WHERE id = ? FOR NO KEY UPDATE

SELECT * FROM orders o JOIN customer c ON c.id = o.customer_id FOR SHARE OF o NOWAIT

SELECT * FROM orders FOR KEY SHARE

select * from orders where status = 'open' order by id limit 1 for update skip locked

SELECT id FROM (SELECT id FROM orders FOR UPDATE) x

WITH locked AS (SELECT id FROM orders WHERE status = 'open' FOR UPDATE SKIP LOCKED LIMIT 1) SELECT * FROM locked

SELECT * INTO archive FROM orders

SELECT id INTO TEMP picked FROM orders

SELECT id, total INTO UNLOGGED TABLE fast FROM orders WHERE total > 1

INSERT INTO customer (name, email) VALUES (?, ?)

INSERT INTO orders (customer_id, total) VALUES (1, 10) RETURNING id

INSERT INTO orders DEFAULT VALUES

INSERT INTO orders (customer_id, total) SELECT id, 0 FROM customer WHERE vip

INSERT INTO customer (name, email) VALUES ('a', 'a@x') ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name

INSERT INTO customer AS c (name, email) VALUES ('a', 'a@x') ON CONFLICT DO NOTHING

INSERT INTO counter VALUES ('hits', 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value

insert into orders (customer_id,note,status,total,version) values (?,?,?,?,?)

INSERT INTO event (kind, payload) VALUES ('a;b', '{"x": "it''s"}')

WITH src AS (SELECT 1 AS id) INSERT INTO orders (customer_id) SELECT id FROM src

UPDATE orders SET status = 'paid', paid_at = now() WHERE id = ?

UPDATE orders SET (status, note) = ('sent', 'x') WHERE id = 1

UPDATE orders o SET total = l.sum FROM (SELECT order_id, sum(price) AS sum FROM order_line GROUP BY order_id) l WHERE l.order_id = o.id

UPDATE ONLY orders SET version = version + 1 WHERE id = ? AND version = ? RETURNING version

update orders set note=?,status=?,total=?,version=? where id=? and version=?

DELETE FROM order_line WHERE order_id = ?

DELETE FROM orders USING customer c WHERE c.id = customer_id AND c.name = 'nobody' RETURNING orders.id

WITH gone AS (DELETE FROM order_line WHERE order_id = 1 RETURNING *) SELECT count(*) FROM gone

WITH moved AS (UPDATE orders SET status = 'moved' RETURNING id), old(i) AS (SELECT 1) SELECT * FROM moved, old

WITH ins AS (INSERT INTO event (kind) VALUES ('x') RETURNING id) SELECT id FROM ins

WITH x AS (SELECT 1) DELETE FROM order_line WHERE line IN (SELECT * FROM x)

WITH x AS (SELECT 1 AS n) UPDATE orders SET version = x.n FROM x

EXPLAIN UPDATE orders SET status = 'x'

EXPLAIN ANALYZE DELETE FROM order_line WHERE line = 99

EXPLAIN (ANALYZE) INSERT INTO event (kind) VALUES ('x')

EXPLAIN CREATE TABLE copied AS SELECT * FROM orders

COPY order_line FROM STDIN

COPY order_line (order_id, line) FROM STDIN WITH (FORMAT csv)

COPY (DELETE FROM order_line WHERE line = 99 RETURNING *) TO STDOUT

TRUNCATE order_line

TRUNCATE TABLE order_line RESTART IDENTITY CASCADE

CREATE TABLE t1 (id int PRIMARY KEY, name text CHECK (length(name) > 1))

CREATE TABLE IF NOT EXISTS t2 (LIKE orders INCLUDING ALL)

CREATE TABLE t3 AS SELECT * FROM orders

CREATE TEMP TABLE scratch (id int)

CREATE TEMPORARY TABLE scratch ON COMMIT DROP AS SELECT 1 AS x

CREATE LOCAL TEMPORARY TABLE scratch (id int) ON COMMIT DELETE ROWS

CREATE TABLE pg_temp.scratch (id int)

CREATE TEMP VIEW v1 AS SELECT 1 AS x

CREATE OR REPLACE TEMP VIEW v1 AS SELECT 1 AS x

CREATE INDEX ON orders (lower(status))

CREATE UNIQUE INDEX IF NOT EXISTS i1 ON orders (status, id) WHERE total > 0

CREATE VIEW v2 AS SELECT * FROM orders

CREATE FUNCTION f1(a int, b int DEFAULT 2) RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN a + b; END $body$

CREATE FUNCTION f2() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 ELSE 3 END; END

CREATE OR REPLACE PROCEDURE p2() LANGUAGE sql BEGIN ATOMIC INSERT INTO event (kind) VALUES ('x'); DELETE FROM order_line WHERE line = 99; END;

CREATE RULE r1 AS ON DELETE TO counter DO INSTEAD (UPDATE counter SET value = 0 WHERE name = OLD.name; SELECT 1;)

CREATE TRIGGER tr1 BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()

CREATE SEQUENCE s1 START 100

CREATE TYPE pair AS (a int, b int)

CREATE SCHEMA s2 CREATE TABLE x (id int)

ALTER TABLE orders ADD COLUMN extra int DEFAULT 1, ALTER COLUMN status DROP NOT NULL

ALTER SEQUENCE invoice_no RESTART WITH 1

ALTER TABLE orders RENAME COLUMN note TO remark

DROP TABLE IF EXISTS nothing_there

DROP INDEX IF EXISTS nothing_there, nothing_here

COMMENT ON TABLE orders IS 'SELECT 1; -- no'

GRANT SELECT ON orders TO public

REVOKE ALL ON orders FROM public

REFRESH MATERIALIZED VIEW revenue

ANALYZE orders

VACUUM (ANALYZE) orders

REINDEX TABLE orders

CALL close_orders()

DO $$ BEGIN PERFORM 1; END $$

LOCK TABLE orders IN ACCESS SHARE MODE

LISTEN news

NOTIFY news, 'payload'

UNLISTEN *

PREPARE plan (int) AS SELECT * FROM orders WHERE id = $1

PREPARE plan2 AS INSERT INTO event (kind) VALUES ($1)

DEALLOCATE ALL

DECLARE held CURSOR WITH HOLD FOR SELECT * FROM orders

SET search_path TO shop, public

SET app.tenant_id = 'red'

SET LOCAL app.tenant_id = 'blue'

SET TIME ZONE 'Europe/Rome'

SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE

SET statement_timeout = 5000

RESET ALL

RESET search_path

DISCARD PLANS

DISCARD SEQUENCES

SET CONSTRAINTS ALL DEFERRED

LOAD 'plpgsql'

CHECKPOINT

SELECT 1; UPDATE orders SET version = 1; SELECT 2

SELECT 1; SELECT nextval('invoice_no')

SET app.x = 'y'; SELECT 1
