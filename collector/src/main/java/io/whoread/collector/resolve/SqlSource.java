package io.whoread.collector.resolve;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Orders by a query over JDBC: one connection for a list, asked to be read-only, in a transaction
 * that is rolled back.
 *
 * @param timeout of one question
 * @param zone in which the database tells times
 */
record SqlSource(
    Driver driver,
    String url,
    String user,
    String password,
    SqlTemplate template,
    Duration timeout,
    ZoneId zone)
    implements Resolver.Source {

  /** No message can repeat the password. */
  @Override
  public String toString() {
    return "sql";
  }

  @Override
  public Resolver.Asking open() {
    Properties account = new Properties();
    account.setProperty("user", user);
    account.setProperty("password", password);
    Thread.currentThread().setContextClassLoader(driver.getClass().getClassLoader());
    try {
      Connection connection = driver.connect(url, account);
      if (connection == null) {
        throw new ResolverFailed("has a driver that does not take its url");
      }
      try {
        return new Statement(connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private final class Statement implements Resolver.Asking {
    private final Connection connection;
    private final PreparedStatement statement;

    private Statement(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try {
        // The query's own limit comes first.
        connection.setNetworkTimeout(Runnable::run, (int) timeout.multipliedBy(2).toMillis());
      } catch (SQLFeatureNotSupportedException e) {
        // Then the limit of all questions holds alone.
      }
      statement = connection.prepareStatement(template.sql());
      statement.setQueryTimeout((int) timeout.toSeconds());
      statement.setMaxRows(Resolver.MOST_ORDERS + 1);
    }

    @Override
    public List<Order> orders(Question question) {
      try {
        bind(question);
        List<Order> orders = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
          boolean timed = rows.getMetaData().getColumnCount() > 1;
          while (orders.size() <= Resolver.MOST_ORDERS && rows.next()) {
            Order order = Order.of(rows.getString(1), timed ? rows.getString(2) : null, zone);
            if (order != null) {
              orders.add(order);
            }
          }
        }
        return orders;
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    private void bind(Question question) throws SQLException {
      for (int i = 0; i < template.parameters().size(); i++) {
        switch (template.parameters().get(i)) {
          case SqlTemplate.PHONE -> bind(i + 1, question.phone());
          case SqlTemplate.NAME -> bind(i + 1, question.name());
          case SqlTemplate.FROM -> statement.setObject(i + 1, local(question.from()));
          default -> statement.setObject(i + 1, local(question.to()));
        }
      }
    }

    private void bind(int at, String text) throws SQLException {
      if (text == null) {
        statement.setNull(at, Types.VARCHAR);
      } else {
        statement.setString(at, text);
      }
    }

    private LocalDateTime local(Instant at) {
      return LocalDateTime.ofInstant(at, zone);
    }

    @Override
    public void close() {
      try (connection) {
        connection.rollback();
      } catch (SQLException e) {
        // Nothing was written.
      }
    }
  }

  /** A driver's own message may repeat the statement with its values. */
  private ResolverFailed failed(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String code =
        " (SQLSTATE %s, error %d)"
            .formatted(state.matches("[0-9A-Z]{5}") ? state : "unknown", e.getErrorCode());
    if (e instanceof SQLTimeoutException || state.equals("70100")) {
      return new ResolverFailed("did not answer within " + timeout.toSeconds() + " s" + code);
    }
    return new ResolverFailed(
        switch (state.substring(0, Math.min(2, state.length()))) {
              case "08" -> "cannot be reached";
              case "28" -> "refuses its user or password";
              case "42" -> "refuses its query";
              default -> "failed";
            }
            + code);
  }
}
