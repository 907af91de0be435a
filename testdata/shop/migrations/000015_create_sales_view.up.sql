CREATE VIEW sales AS
  SELECT i.product_id, p.name, date_trunc('month', i.placed_at, 'UTC') AS month,
         sum(i.quantity) AS pieces, sum(i.quantity * i.unit_price) AS revenue
  FROM order_items i JOIN products p ON p.id = i.product_id
  GROUP BY i.product_id, p.name, date_trunc('month', i.placed_at, 'UTC');
COMMENT ON VIEW sales IS 'Umsatz je Produkt und Monat (UTC)';
