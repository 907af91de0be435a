DROP TABLE order_items;
DROP TABLE orders;
DROP TABLE products;
DROP TABLE users;
DROP TYPE product_state;
DROP DOMAIN email_address;
