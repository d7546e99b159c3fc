package io.whoread.trials;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The people whose data the shops hold. They belong to nobody, and each value belongs to one order,
 * but for {@link #TWINS}: orders of one customer to the customer's own phone.
 */
public final class World {
  static final int ORDERS = 1_200;

  /** The one that somebody saves other values of. */
  static final int CHANGED = 100;

  /** Two orders that share name and phone with their customer. */
  static final List<Integer> TWINS = List.of(ORDERS + 1, ORDERS + 2);

  static final String SELLER = "s2001";
  static final String COURIER = "k3001";
  static final String TWIN_CUSTOMER = customerId(999);

  /** Name and columns. */
  static final Map<String, String> TABLES =
      Map.of(
          "accounts",
          "id varchar(20) primary key, password varchar(80), role varchar(20)",
          "customers",
          "customer_id varchar(20) primary key, name varchar(40), phone varchar(20),"
              + " email varchar(80)",
          "addresses",
          "id bigint primary key, street varchar(200)",
          "orders",
          "order_no varchar(20) primary key, customer_id varchar(20), seller_id varchar(20),"
              + " waybill_no varchar(20), receiver_name varchar(40), receiver_phone varchar(20),"
              + " address_id bigint, card_tail varchar(4), item varchar(80), remark varchar(200),"
              + " status varchar(20), placed_at datetime",
          "parcels",
          "waybill_no varchar(20) primary key, order_no varchar(20), courier_id varchar(20),"
              + " receiver_name varchar(40), receiver_phone varchar(20), street varchar(200)");

  private static final String SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许";
  private static final String GIVEN = "梓涵宇轩欣怡浩然诗琪俊杰思远雨桐嘉懿煜城";

  private World() {}

  record Order(
      String orderNo,
      String customerId,
      String sellerId,
      String courierId,
      String waybillNo,
      String name,
      String phone,
      String street,
      String cardTail,
      String item,
      String remark) {}

  record Customer(String customerId, String name, String phone, String email) {}

  static Order order(int number) {
    boolean twin = TWINS.contains(number);
    return new Order(
        orderNo(number),
        twin ? TWIN_CUSTOMER : customerId(number / 3),
        number <= 10 ? SELLER : "s2002",
        number > 10 && number <= 20 ? COURIER : "k3002",
        String.format("YT%08d", number),
        twin ? customer(999).name() : name(number),
        twin ? customer(999).phone() : phone(number),
        String.format("柳叶区银杏路%04d号", number),
        String.valueOf(5000 + number),
        String.format("水壶A%04d", number),
        String.format("请放门口柜子%04d", number));
  }

  /** {@link #CHANGED} after it was saved. */
  static Order changed() {
    Order order = order(CHANGED);
    return new Order(
        order.orderNo(),
        order.customerId(),
        order.sellerId(),
        order.courierId(),
        order.waybillNo(),
        name(4_000),
        phone(4_000),
        "柳叶区槐花路4000号",
        order.cardTail(),
        order.item(),
        "请放窗台4000");
  }

  static Customer customer(int number) {
    return new Customer(
        customerId(number),
        name(2000 + number),
        phone(2000 + number),
        String.format("person%04d@mail.example", number));
  }

  static String orderNo(int number) {
    return String.format("SO2026%06d", number);
  }

  static String customerId(int number) {
    return String.format("c1%04d", number);
  }

  private static String name(int number) {
    int given = number / SURNAMES.length();
    return ""
        + SURNAMES.charAt(number % SURNAMES.length())
        + GIVEN.charAt(given % GIVEN.length())
        + GIVEN.charAt(given / GIVEN.length() % GIVEN.length());
  }

  /** The last four digits are the number, so below those of cards. */
  private static String phone(int number) {
    return "154" + String.format("%04d", number * 37 % 10_000) + String.format("%04d", number);
  }

  static List<Order> orders() {
    List<Order> orders = new ArrayList<>();
    for (int i = 1; i <= ORDERS + TWINS.size(); i++) {
      orders.add(order(i));
    }
    return orders;
  }

  static List<Customer> customers() {
    List<Customer> customers = new ArrayList<>();
    for (int i = 0; i <= ORDERS / 3; i++) {
      customers.add(customer(i));
    }
    customers.add(customer(999));
    return customers;
  }

  /** All that is anybody's, also what one order becomes when it is saved. */
  static List<Fact> facts() {
    List<Order> versions = orders();
    versions.add(changed());
    List<Fact> facts = new ArrayList<>();
    for (Order order : versions) {
      String subject = "order " + order.orderNo();
      facts.add(new Fact(subject, "order-id", order.orderNo()));
      facts.add(new Fact(subject, "name", order.name()));
      facts.add(new Fact(subject, "phone", order.phone()));
      facts.add(new Fact(subject, "address", order.street()));
      facts.add(new Fact(subject, "card-tail", order.cardTail()));
      facts.add(new Fact(subject, "purchase", order.item()));
      facts.add(new Fact(subject, "free-text", order.remark()));
    }
    for (Customer customer : customers()) {
      String subject = "customer " + customer.customerId();
      facts.add(new Fact(subject, "name", customer.name()));
      facts.add(new Fact(subject, "phone", customer.phone()));
      facts.add(new Fact(subject, "email", customer.email()));
    }
    return facts.stream().distinct().toList();
  }

  /** Makes the tables in an empty database and fills them. */
  static void found(Connection sql) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      for (Map.Entry<String, String> table : TABLES.entrySet()) {
        statement.execute("create table " + table.getKey() + " (" + table.getValue() + ")");
      }
    }
    sql.setAutoCommit(false);
    for (Customer one : customers()) {
      insert(sql, "customers", one.customerId(), one.name(), one.phone(), one.email());
      insert(sql, "accounts", one.customerId(), "secret", "customer");
    }
    insert(sql, "accounts", SELLER, "secret", "seller");
    insert(sql, "accounts", COURIER, "secret", "courier");
    for (int i = 0; i < 40; i++) {
      insert(sql, "accounts", staff(i), "secret", "staff");
    }
    List<Order> orders = orders();
    for (int i = 0; i < orders.size(); i++) {
      Order one = orders.get(i);
      insert(sql, "addresses", i + 1, one.street());
      insert(
          sql,
          "orders",
          one.orderNo(),
          one.customerId(),
          one.sellerId(),
          one.waybillNo(),
          one.name(),
          one.phone(),
          i + 1,
          one.cardTail(),
          one.item(),
          one.remark(),
          "PAID",
          "2026-03-08 10:15:00");
      insert(
          sql,
          "parcels",
          one.waybillNo(),
          one.orderNo(),
          one.courierId(),
          one.name(),
          one.phone(),
          one.street());
    }
    sql.commit();
  }

  /** The name to log in with of one of forty employees; the password is {@code secret}. */
  public static String staff(int number) {
    return String.format("e10%02d", number);
  }

  private static void insert(Connection sql, String table, Object... values) throws SQLException {
    String places = "?" + ", ?".repeat(values.length - 1);
    try (PreparedStatement insert =
        sql.prepareStatement("insert into " + table + " values (" + places + ")")) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.executeUpdate();
    }
  }
}
