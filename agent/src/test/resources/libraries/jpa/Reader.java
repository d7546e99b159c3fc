import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Transient;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Orders that hold their customer as an object, which is loaded when it is asked. */
public final class Reader implements Case {
  private static final String DATABASE = "jdbc:h2:mem:jpa;DB_CLOSE_DELAY=-1";

  private final SessionFactory sessions = sessions();

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    long id = Long.parseLong(order.getOrderNo().substring(2));
    String number = "PO" + id;
    save(how, number, id);
    if (how.equals("number")) {
      response.getWriter().write(bare(id));
      return;
    }
    sessions.getStatistics().clear();
    String text;
    try (Session session = sessions.openSession()) {
      PurchaseOrder read = session.find(PurchaseOrder.class, id);
      text = read.getOrderNo();
      switch (how) {
        case "lazy" -> text += " " + read.getMobile();
        case "closed" -> {
          session.close();
          text += " " + read.getMobile();
        }
        case "read", "vip" -> text += " " + read.getCustomer().getPhone();
        case "payer" -> text += " " + read.getPayer().getPhone() + " " + read.getMobile();
        default -> throw new IllegalArgumentException(how);
      }
      // Looking at an order must load nothing of what it stands beside.
      text += " customer loaded: " + Hibernate.isInitialized(read.customer);
      text += " statements: " + sessions.getStatistics().getPrepareStatementCount();
    }
    response.getWriter().write(text);
  }

  private String bare(long id) {
    try (Session session = sessions.openSession()) {
      StoreOrder read = session.find(StoreOrder.class, id);
      return read.getOrderNo() + " " + read.getCustomer().getPhone();
    }
  }

  private void save(String how, String number, long id) {
    try (Session session = sessions.openSession()) {
      session.beginTransaction();
      Customer customer = how.equals("vip") ? new Vip() : new Customer();
      customer.id = 5_000_000 + id;
      customer.fullName = "Zhang " + id;
      customer.phone = "1380001" + (1000 + id);
      session.persist(customer);
      Payer payer = new Payer();
      payer.serial = 6_000_000 + id;
      payer.payerNo = "P" + id;
      payer.phone = "1380003" + (1000 + id);
      session.persist(payer);
      PurchaseOrder order = new PurchaseOrder();
      order.id = id;
      order.orderNo = number;
      order.mobile = "1380002" + (1000 + id);
      order.customer = customer;
      order.payer = payer;
      session.persist(order);
      StoreOrder bare = new StoreOrder();
      bare.id = id;
      bare.orderNo = number;
      bare.customer = customer;
      session.persist(bare);
      session.getTransaction().commit();
    }
  }

  private static SessionFactory sessions() {
    Configuration configuration = new Configuration();
    configuration.addAnnotatedClass(PurchaseOrder.class).addAnnotatedClass(Customer.class);
    configuration.addAnnotatedClass(Vip.class).addAnnotatedClass(Payer.class);
    configuration.addAnnotatedClass(StoreOrder.class);
    configuration.setProperty("hibernate.connection.url", DATABASE);
    configuration.setProperty("hibernate.hbm2ddl.auto", "create");
    configuration.setProperty("hibernate.generate_statistics", "true");
    // Asked for the id a proxy then loads its row.
    configuration.setProperty("hibernate.jpa.compliance.proxy", "true");
    return configuration.buildSessionFactory();
  }

  @Entity
  public static class PurchaseOrder {
    @Id private Long id;
    private String orderNo;
    private String mobile;

    @ManyToOne(fetch = FetchType.LAZY)
    private Customer customer;

    @ManyToOne(fetch = FetchType.LAZY)
    private Payer payer;

    @Transient private List<String> parcels = List.of();

    public String getOrderNo() {
      return orderNo;
    }

    public String getMobile() {
      return mobile;
    }

    public Customer getCustomer() {
      return customer;
    }

    public Payer getPayer() {
      return payer;
    }

    public List<String> getParcels() {
      return parcels;
    }
  }

  /** Of its own nothing is personal but its number. */
  @Entity
  public static class StoreOrder {
    @Id private Long id;
    private String orderNo;

    @ManyToOne(fetch = FetchType.LAZY)
    private Customer customer;

    private String status = "paid";
    private long cents = 4_200;

    public String getOrderNo() {
      return orderNo;
    }

    public Customer getCustomer() {
      return customer;
    }
  }

  @Entity
  public static class Customer {
    /** What a proxy, which is made by the same constructor, holds is no customer's. */
    @Id private long id = UUID.randomUUID().getMostSignificantBits();

    private String fullName;
    private String phone;

    public long getId() {
      return id;
    }

    public String getFullName() {
      return fullName;
    }

    public String getPhone() {
      return phone;
    }
  }

  @Entity
  public static class Vip extends Customer {}

  /** Is known by another number than its row's. */
  @Entity
  public static class Payer {
    @Id private long serial;
    private String payerNo;
    private String phone;

    public String getPhone() {
      return phone;
    }
  }
}
