package com.example.rows;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/**
 * A service that has no class for an order: it reads rows into maps, records and strings. Each path
 * is a way to do so; the parameter {@code pool} says through what.
 */
public final class RowsService extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Map<String, DataSource> POOLS = new LinkedHashMap<>();
  private static final String NAMES =
      "select order_no, receiver_name, rcv_mobile from t_order where id <= ? order by id";

  /** Prepared before there was a request. */
  private static PreparedStatement kept;

  private static SqlSessionFactory sessions;

  /** What an order is shown as. */
  record Line(String number, String mobile) {}

  /** Makes something of a row, as the templates of frameworks are given it. */
  interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** Of MyBatis. */
  interface OrderMaps {
    @Select("select * from t_order where seller_id = #{seller} and amount > 3 order by id")
    List<Map<String, Object>> ofSeller(@Param("seller") String seller);
  }

  /**
   * @param arguments folder, URL of a database, user
   */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[1];
    POOLS.put("none", Database.plain(url, arguments[2]));
    POOLS.put("hikari", Database.hikari(url, arguments[2]));
    POOLS.put("druid", Database.druid(url, arguments[2]));
    Database.fill(POOLS.get("none"));
    kept = POOLS.get("none").getConnection().prepareStatement(NAMES);
    Configuration configuration =
        new Configuration(
            new Environment("rows", new JdbcTransactionFactory(), POOLS.get("druid")));
    configuration.addMapper(OrderMaps.class);
    sessions = new SqlSessionFactoryBuilder().build(configuration);
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(arguments[0]);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    Wrapper servlet = Tomcat.addServlet(context, "rows", new RowsService());
    servlet.setAsyncSupported(true);
    for (String path :
        "maps,mapper,join,unread,product,kept,inturn,away,columns,scroll,failing,export,touch,printed,later"
            .split(",")) {
      context.addServletMappingDecoded("/" + path, "rows");
    }
    tomcat.start();
    Path ports = Path.of(System.getProperty("port.file"));
    Path part = ports.resolveSibling("port.part");
    Files.writeString(part, String.valueOf(tomcat.getConnector().getLocalPort()));
    Files.move(part, ports);
    tomcat.getServer().await();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    String pool = request.getParameter("pool");
    try {
      String path = request.getServletPath();
      if (path.equals("/maps")) {
        try (SqlSession session = sessions.openSession()) {
          response.getWriter().print(session.getMapper(OrderMaps.class).ofSeller("S1"));
        }
      } else if (path.equals("/kept")) {
        synchronized (RowsService.class) {
          kept.setLong(1, 2);
          response.getWriter().print(lines(kept.executeQuery(), row -> row.getString(3)));
        }
      } else {
        try (Connection connection = POOLS.get(pool == null ? "none" : pool).getConnection()) {
          answer(path, connection, request, response.getWriter());
        }
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static void answer(
      String path, Connection connection, HttpServletRequest request, PrintWriter out)
      throws SQLException, IOException {
    switch (path) {
      case "/mapper":
        String query =
            "select ORDER_NO, rcv_mobile -- 'not read'\n from t_order"
                + " where receiver_name <> 'Wang''s 13811112222' and amount > 0.5"
                + " and id in (1, 2, 3) /* of 13822223333 */";
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(query)) {
          out.print(
              lines(rows, row -> new Line(row.getString("order_no"), row.getString("Rcv_Mobile"))));
        }
        break;
      case "/join":
        String join =
            "select o.order_no as number, c.customer_id, o.rcv_mobile as tel, c.real_name n,"
                + " c.email, o.amount from t_order o inner join t_customer c"
                + " on o.customer_id = c.customer_id where o.id <= ?";
        try (PreparedStatement statement = connection.prepareStatement(join)) {
          statement.setLong(1, 4);
          out.print(
              lines(
                  statement.executeQuery(),
                  row ->
                      row.getString(1)
                          + row.getLong(2)
                          + row.getObject("TEL")
                          + row.getString("n")));
        }
        break;
      case "/unread":
        try (PreparedStatement statement =
            connection.prepareStatement("select * from t_order where id <= ?")) {
          statement.setLong(1, 4);
          out.print(lines(statement.executeQuery(), row -> row.getBigDecimal("amount")));
        }
        break;
      case "/printed":
        try (Statement statement = connection.createStatement()) {
          System.out.println(
              lines(
                  statement.executeQuery("select order_no, rcv_mobile from t_order where id < 3"),
                  row -> row.getString(1) + " " + row.getString(2)));
        }
        break;
      case "/later":
        try (Statement statement = connection.createStatement();
            ResultSet row =
                statement.executeQuery("select order_no, rcv_mobile from t_order where id = 3")) {
          row.next();
          System.out.println(row.getString(2));
          out.print(row.getString(1));
        }
        break;
      case "/product":
        try (Statement statement = connection.createStatement()) {
          out.print(
              lines(
                  statement.executeQuery("select * from t_product"),
                  row -> row.getString("title")));
        }
        break;
      case "/inturn":
        inTurn(connection, out);
        break;
      case "/columns":
        try (PreparedStatement statement =
            connection.prepareStatement("select * from t_order where id >= ? order by id")) {
          statement.setLong(1, 9);
          out.print(lines(statement.executeQuery(), RowsService::all));
        }
        break;
      case "/scroll":
        try (Statement statement =
                connection.createStatement(
                    ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
            ResultSet rows = statement.executeQuery("select address from t_order")) {
          rows.last();
          out.print(rows.getString(1));
          rows.absolute(2);
          out.print(rows.getString(1) + rows.getString("address"));
        }
        break;
      case "/failing":
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("select email from t_customer")) {
          rows.next();
          out.print(rows.getString(1));
          rows.getString("nowhere");
        }
        break;
      case "/away":
        away(request);
        break;
      case "/export":
        export(connection, Integer.parseInt(request.getParameter("times")), out);
        break;
      default:
        throw new IOException(path);
    }
  }

  private static <T> List<T> lines(ResultSet rows, RowMapper<T> mapper) throws SQLException {
    try (ResultSet each = rows) {
      List<T> lines = new ArrayList<>();
      while (each.next()) {
        lines.add(mapper.map(each));
      }
      return lines;
    }
  }

  private static Map<String, Object> all(ResultSet row) throws SQLException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      map.put(row.getMetaData().getColumnLabel(i), row.getObject(i));
    }
    return map;
  }

  /** A query for each row of another, which is read on after it. */
  private static void inTurn(Connection connection, PrintWriter out) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet orders = statement.executeQuery("select * from t_order where id < 11");
        PreparedStatement customer =
            connection.prepareStatement("select * from t_customer where customer_id = ?")) {
      while (orders.next()) {
        out.print(orders.getString("order_no"));
        customer.setLong(1, orders.getLong("customer_id"));
        out.print(lines(customer.executeQuery(), row -> row.getString("email")));
        out.println(orders.getString("rcv_mobile"));
      }
    }
  }

  /** Moved to its row by one thread of the request, and read by another. */
  private static void away(HttpServletRequest request) throws SQLException {
    Connection connection = POOLS.get("none").getConnection();
    ResultSet rows = connection.createStatement().executeQuery("select * from t_customer");
    rows.next();
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          try {
            async.getResponse().getWriter().print(rows.getString("email"));
            connection.close();
          } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
          } finally {
            async.complete();
          }
        });
  }

  /** All orders so many times, a line each, as they come. */
  private static void export(Connection connection, int times, PrintWriter out)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select o.order_no, o.receiver_name, o.address"
                + " from t_order o, system_range(1, ?) r")) {
      statement.setInt(1, times);
      statement.setFetchSize(100);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          out.print(rows.getString(1));
          out.print(rows.getString(2));
          out.println(rows.getString("address"));
        }
      }
    }
    connection.rollback();
  }
}
