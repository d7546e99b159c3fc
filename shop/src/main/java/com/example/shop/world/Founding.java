package com.example.shop.world;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fills an empty database before the first request is taken. One that is not empty is left alone.
 */
@Component
@DependsOnDatabaseInitialization
class Founding implements InitializingBean {
  private static final Logger log = LoggerFactory.getLogger(Founding.class);
  private static final int BATCH = 1_000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final PasswordEncoder passwords;
  private final WorldProperties properties;

  Founding(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      PasswordEncoder passwords,
      WorldProperties properties) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.passwords = passwords;
    this.properties = properties;
  }

  @Override
  public void afterPropertiesSet() throws IOException {
    Long orders = jdbc.queryForObject("select count(*) from shop_order", Long.class);
    if (orders != null && orders > 0) {
      log.info("The database holds {} orders", orders);
      return;
    }
    Instant until = properties.until() == null ? Instant.now() : properties.until();
    World world = new World(properties.seed(), properties.orders(), until);
    transaction.executeWithoutResult(
        status -> {
          insertPeople(world.people());
          insertSales(world.sales());
        });
    if (properties.inventory() != null) {
      new Inventory(world).write(properties.inventory());
    }
    log.info("The empty database was given {} orders", world.sales().size());
  }

  private void insertPeople(List<Person> people) {
    // One hash for all: they have one password.
    String hash = passwords.encode(properties.password());
    jdbc.batchUpdate(
        "insert into shop_account (username, password_hash, kind, team) values (?, ?, ?, ?)",
        people,
        BATCH,
        (insert, person) -> {
          insert.setString(1, person.username());
          insert.setString(2, hash);
          insert.setString(3, person.kind().name());
          insert.setString(4, person.team());
        });
  }

  private void insertSales(List<Sale> sales) {
    jdbc.batchUpdate(
        """
        insert into shop_order (order_no, customer_id, seller_id, waybill_no, receiver_name,
          receiver_phone, phone_tail, receiver_address, card_tail, item, amount, remark, status,
          placed_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        sales,
        BATCH,
        (insert, sale) -> {
          String phone = sale.buyer().phone();
          insert.setString(1, sale.orderNo());
          insert.setString(2, sale.buyer().id());
          insert.setString(3, sale.sellerId());
          insert.setString(4, sale.waybillNo());
          insert.setString(5, sale.buyer().name());
          insert.setString(6, phone);
          insert.setString(7, phone.substring(phone.length() - 4));
          insert.setString(8, sale.buyer().address());
          insert.setString(9, sale.cardTail());
          insert.setString(10, sale.item());
          insert.setBigDecimal(11, sale.amount());
          insert.setString(12, sale.remark());
          insert.setString(13, sale.status());
          insert.setObject(14, sale.placedAt());
        });
    jdbc.batchUpdate(
        """
        insert into parcel (waybill_no, order_no, courier_id, status, handed_out_at)
        values (?, ?, ?, ?, ?)\
        """,
        sales,
        BATCH,
        (insert, sale) -> {
          insert.setString(1, sale.waybillNo());
          insert.setString(2, sale.orderNo());
          insert.setString(3, sale.courierId());
          insert.setString(4, sale.status());
          insert.setObject(5, sale.handedOutAt());
        });
  }
}
