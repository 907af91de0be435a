DROP VIEW sales;
