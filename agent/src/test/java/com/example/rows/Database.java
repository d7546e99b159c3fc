package com.example.rows;

import com.alibaba.druid.pool.DruidDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A database of orders, and the ways in which services get at one. */
final class Database {
  private static final String[] TABLES = {
    "drop table if exists t_order",
    "drop table if exists t_customer",
    "drop table if exists t_product",
    "create table t_order (id bigint primary key, order_no varchar(20), customer_id bigint,"
        + " seller_id varchar(20), status varchar(20), created_at timestamp,"
        + " receiver_name varchar(40), rcv_mobile varchar(20), address varchar(200),"
        + " amount decimal(10, 2))",
    "create table t_customer (customer_id bigint primary key, real_name varchar(40),"
        + " mobile varchar(20), email varchar(60))",
    "create table t_product (id bigint primary key, title varchar(40), price decimal(10, 2))",
  };

  private Database() {}

  static void fill(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      for (int i = 1; i <= 10; i++) {
        statement.execute(
            String.format(
                "insert into t_order values (%d, 'SO%08d', %d, 'S1', 'PAID',"
                    + " '2026-11-01 10:00:00', 'Zhang %d', %s, 'Road %d', %d.5)",
                i, i, 70000 + i % 3, i, i == 10 ? "null" : "'1380000" + (1000 + i) + "'", i, i));
      }
      for (int i = 0; i < 3; i++) {
        statement.execute(
            String.format(
                "insert into t_customer values (%d, 'Li %d', '1390000%d', 'li%d@example.com')",
                70000 + i, i, 2000 + i, i));
      }
      statement.execute("insert into t_product values (1, 'Tea', 3.50)");
    }
  }

  /** As many services have it, with its statements cached. */
  static DataSource druid(String url, String user) {
    DruidDataSource pool = new DruidDataSource();
    pool.setUrl(url);
    pool.setUsername(user);
    pool.setPassword(user);
    pool.setPoolPreparedStatements(true);
    pool.setMaxActive(4);
    try {
      pool.setFilters("stat");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return pool;
  }

  static DataSource hikari(String url, String user) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(user);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  /** The driver itself. */
  static DataSource plain(String url, String user) {
    return new DataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        return DriverManager.getConnection(url, user, user);
      }

      @Override
      public Connection getConnection(String name, String password) throws SQLException {
        return DriverManager.getConnection(url, name, password);
      }

      @Override
      public PrintWriter getLogWriter() {
        return null;
      }

      @Override
      public void setLogWriter(PrintWriter out) {}

      @Override
      public void setLoginTimeout(int seconds) {}

      @Override
      public int getLoginTimeout() {
        return 0;
      }

      @Override
      public Logger getParentLogger() {
        return Logger.getGlobal();
      }

      @Override
      public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
      }

      @Override
      public boolean isWrapperFor(Class<?> type) {
        return false;
      }
    };
  }
}
