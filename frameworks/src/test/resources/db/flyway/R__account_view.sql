CREATE OR REPLACE VIEW rich_account AS SELECT * FROM account WHERE balance > 1000;
