import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONWriter;
import com.example.libraries.Case;
import com.example.orders.Order;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import com.google.gson.Gson;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.apache.ibatis.reflection.SystemMetaObject;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.springframework.beans.BeanUtils;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;

/** Whatever reads objects for somebody else, each by itself. */
public final class Reader implements Case {
  private static final String DATABASE = "jdbc:h2:mem:readers;DB_CLOSE_DELAY=-1";

  private SessionFactory sessions;

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    String number = order.getOrderNo();
    String mobile = "13800009" + number.substring(number.length() - 3);
    Slip slip = new Slip(number, mobile);
    String text =
        switch (how) {
          case "jackson" -> new ObjectMapper().writeValueAsString(slip);
          case "blackbird" ->
              new ObjectMapper().registerModule(new BlackbirdModule()).writeValueAsString(slip);
          case "jackson-fields" ->
              new ObjectMapper()
                  .setVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
                  .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                  .writeValueAsString(slip);
          case "fastjson2" -> JSON.toJSONString(slip);
          case "fastjson2-fields" -> JSON.toJSONString(slip, JSONWriter.Feature.FieldBased);
          case "gson" -> new Gson().toJson(slip);
          case "gson-record" -> new Gson().toJson(record(slip));
          case "jackson-record" -> new ObjectMapper().writeValueAsString(record(slip));
          case "fastjson2-record" -> JSON.toJSONString(record(slip));
          case "bean-utils" -> {
            BeanUtils.copyProperties(slip, new Slip());
            yield number;
          }
          case "meta-object" ->
              number + SystemMetaObject.forObject(slip).getValue("mobile").toString().length();
          case "projection" ->
              new SpelAwareProxyProjectionFactory()
                  .createProjection(Contact.class, Map.of("orderNo", number, "mobile", mobile))
                  .getMobile();
          case "projection-inherited" ->
              new SpelAwareProxyProjectionFactory()
                  .createProjection(Summary.class, Map.of("orderNo", number, "mobile", mobile))
                  .getMobile();
          case "hibernate-fields" -> load(ByField.class, number);
          case "hibernate-properties" -> load(ByProperty.class, number);
          default -> throw new IllegalArgumentException(how);
        };
    response.getWriter().write(text);
  }

  private static OrderRecord record(Slip slip) {
    return new OrderRecord(slip.orderNo, slip.mobile);
  }

  /** Loads an order, looks at nothing, and lets Hibernate find out that it did not change. */
  private String load(Class<?> type, String number) throws Exception {
    if (sessions == null) {
      sessions = sessions();
    }
    try (Connection sql = DriverManager.getConnection(DATABASE);
        Statement insert = sql.createStatement()) {
      String table = type == ByField.class ? "ByField" : "ByProperty";
      insert.execute("insert into " + table + " values ('13800008888', '" + number + "')");
    }
    try (Session session = sessions.openSession()) {
      session.beginTransaction();
      String query = "from " + type.getSimpleName() + " where orderNo = :number";
      session.createQuery(query, type).setParameter("number", number).getSingleResult();
      session.getTransaction().commit();
    }
    return number;
  }

  private static SessionFactory sessions() {
    Configuration configuration = new Configuration();
    configuration.addAnnotatedClass(ByField.class).addAnnotatedClass(ByProperty.class);
    configuration.setProperty("hibernate.connection.url", DATABASE);
    configuration.setProperty("hibernate.hbm2ddl.auto", "create");
    return configuration.buildSessionFactory();
  }

  public static class Slip {
    private String orderNo;
    private String mobile;

    public Slip() {}

    Slip(String orderNo, String mobile) {
      this.orderNo = orderNo;
      this.mobile = mobile;
    }

    public String getOrderNo() {
      return orderNo;
    }

    public void setOrderNo(String orderNo) {
      this.orderNo = orderNo;
    }

    public String getMobile() {
      return mobile;
    }

    public void setMobile(String mobile) {
      this.mobile = mobile;
    }
  }

  public record OrderRecord(String orderNo, String mobile) {}

  public interface Reached {
    String getMobile();
  }

  /** Guarded, and has from another interface what is personal. */
  public interface Summary extends Reached {
    String getOrderNo();
  }

  public interface Contact {
    String getOrderNo();

    String getMobile();
  }

  @Entity(name = "ByField")
  public static class ByField {
    @Id private String orderNo;
    private String mobile;

    public String getOrderNo() {
      return orderNo;
    }

    public String getMobile() {
      return mobile;
    }
  }

  @Entity(name = "ByProperty")
  public static class ByProperty {
    private String orderNo;
    private String mobile;

    @Id
    public String getOrderNo() {
      return orderNo;
    }

    public void setOrderNo(String orderNo) {
      this.orderNo = orderNo;
    }

    public String getMobile() {
      return mobile;
    }

    public void setMobile(String mobile) {
      this.mobile = mobile;
    }
  }
}
