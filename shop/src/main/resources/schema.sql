-- Understood alike by H2, MariaDB and PostgreSQL.
create table if not exists shop_account (
  username varchar(32) not null primary key,
  password_hash varchar(100) not null,
  kind varchar(16) not null,
  team varchar(32)
);

create table if not exists shop_order (
  order_no varchar(20) not null primary key,
  customer_id varchar(16) not null,
  seller_id varchar(16) not null,
  waybill_no varchar(20) not null,
  receiver_name varchar(64) not null,
  receiver_phone varchar(20) not null,
  phone_tail char(4) not null,
  receiver_address varchar(200) not null,
  card_tail char(4) not null,
  item varchar(100) not null,
  amount decimal(10, 2) not null,
  remark varchar(200) not null,
  status varchar(16) not null,
  placed_at timestamp(3) not null
);

create index if not exists shop_order_placed on shop_order (placed_at);
create index if not exists shop_order_tail on shop_order (phone_tail);
create index if not exists shop_order_seller on shop_order (seller_id, placed_at);
create index if not exists shop_order_customer on shop_order (customer_id, placed_at);

create table if not exists parcel (
  waybill_no varchar(20) not null primary key,
  order_no varchar(20) not null,
  courier_id varchar(16) not null,
  status varchar(16) not null,
  handed_out_at timestamp(3) not null
);

create index if not exists parcel_courier on parcel (courier_id, status);
