-- options: disable=MIG009
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE users (id uuid PRIMARY KEY, email varchar(50) UNIQUE, number int, feeling mood UNIQUE);
CREATE TABLE no_key (id int);
CREATE UNIQUE INDEX positive ON users (number) WHERE number > 0;
CREATE TABLE orders (user_id bigint, email int, number int, feeling text, a int, b numeric);
CREATE TABLE numbers (id bigint PRIMARY KEY);
-- migration:
-- expect: MIG032
-- message: foreign key constraint "orders_user_id_fkey" cannot be implemented (42804)
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID;
-- expect: MIG032
-- message: foreign key constraint "orders_email_fkey" cannot be implemented (42804)
ALTER TABLE orders ADD FOREIGN KEY (email) REFERENCES users (email) NOT VALID;
-- expect: MIG032
-- message: foreign key constraint "orders_b_fkey" cannot be implemented (42804)
ALTER TABLE orders ADD FOREIGN KEY (b) REFERENCES numbers NOT VALID;
-- expect: MIG032
-- message: foreign key constraint "orders_feeling_fkey" cannot be implemented (42804)
ALTER TABLE orders ADD FOREIGN KEY (feeling) REFERENCES users (feeling) NOT VALID;
-- expect: MIG032
-- message: there is no unique constraint matching given keys for referenced table "users" (42830)
ALTER TABLE orders ADD FOREIGN KEY (number) REFERENCES users (number) NOT VALID;
-- expect: MIG032
-- message: there is no primary key for referenced table "no_key" (42704)
ALTER TABLE orders ADD FOREIGN KEY (a) REFERENCES no_key NOT VALID;
-- expect: MIG032
-- message: there is no unique constraint matching given keys for referenced table "no_key" (42830)
ALTER TABLE orders ADD FOREIGN KEY (a) REFERENCES no_key (id) NOT VALID;
