package com.example.orders;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Orders with what is seldom in them, shown in ways that are seldom. */
@RestController
class UnusualOrders {
  private final ObjectMapper json;

  UnusualOrders(ObjectMapper json) {
    this.json = json;
  }

  /** JSON for a cache; the answer says nothing of it. */
  @GetMapping("/cached/{id}")
  int cached(@PathVariable("id") int id) throws JsonProcessingException {
    return json.writeValueAsString(Order.of(id)).length();
  }

  @GetMapping(path = "/text/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  String text(@PathVariable("id") int id) throws JsonProcessingException {
    return json.writeValueAsString(Order.of(id));
  }

  @GetMapping("/written/{id}")
  void written(@PathVariable("id") int id, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    json.writeValue(response.getWriter(), Order.of(id));
  }

  /** First into a cache, then to the client. */
  @GetMapping("/both/{id}")
  Order both(@PathVariable("id") int id) throws JsonProcessingException {
    Order order = Order.of(id);
    order.setMobile("138****5678");
    json.writeValueAsString(Order.of(id));
    return order;
  }

  /** An address that is larger than any buffer on its way. */
  @GetMapping("/long/{id}")
  Order tooLong(@PathVariable("id") int id) {
    Order order = Order.of(id);
    order.setAddress("Lane ".repeat(20_000));
    return order;
  }

  /** One order, of which two customers have a part each. */
  @GetMapping("/shared/{id}")
  List<Order> shared(@PathVariable("id") int id) {
    Order other = Order.of(id);
    other.setCustomerId(1L);
    return List.of(Order.of(id), other, Order.of(id));
  }

  /** The seller is a person, noted with a phone number. */
  @GetMapping("/private-seller/{id}")
  Order privateSeller(@PathVariable("id") int id) {
    Order order = Order.of(id);
    order.setSellerId("Wang 138 0000 7777");
    order.setStatus("asked 13800007777");
    return order;
  }

  private final SseEmitter desk = new SseEmitter(0L);

  /** A seller's desk, to which new orders come for as long as it is open. */
  @GetMapping("/desk")
  SseEmitter desk() throws IOException {
    desk.send("open");
    return desk;
  }

  @GetMapping("/place/{id}")
  int place(@PathVariable("id") int id) throws IOException {
    desk.send(Order.of(id));
    return id;
  }

  /** Looked at by the thread of the request, and then by another. */
  @GetMapping("/parts/{id}")
  Callable<Order> parts(@PathVariable("id") int id) {
    Order.of(id).getMobile();
    return () -> Order.of(id + 1);
  }

  /** A text that can be encoded, and has no value beside that. */
  @GetMapping("/encoded/{id}")
  void encoded(@PathVariable("id") int id, HttpServletResponse response) throws IOException {
    Order order = Order.of(id);
    SerializableString plain = new SerializedString(order.getMobile());
    SerializableString encoded =
        (SerializableString)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SerializableString.class},
                (self, method, with) -> {
                  if (method.getName().equals("getValue")) {
                    throw new IllegalStateException(order.getMobile());
                  }
                  return method.invoke(plain, with);
                });
    try (JsonGenerator out = json.createGenerator(response.getOutputStream())) {
      out.writeString(encoded);
    }
  }

  /** What is shown is a copy that does not say whose it is. */
  @GetMapping("/copy/{id}")
  Contact copy(@PathVariable("id") int id) {
    Order order = Order.of(id);
    return new Contact(order.getReceiverName(), order.getMobile());
  }

  /** A list in which orders have no number. */
  @GetMapping("/unnumbered/{id}")
  Order unnumbered(@PathVariable("id") int id) {
    return Order.unnumbered(id);
  }

  /** An order with the row of another query within it. */
  @GetMapping("/holding/{id}")
  Holding holding(@PathVariable("id") int id) {
    return new Holding(id, new OrderRow(null, "Wang " + id, "13911110000"));
  }

  /** Guarded as what it extends. */
  static final class Holding extends Order {
    private static final long serialVersionUID = 1;
    private final transient List<OrderRow> rows;

    Holding(int number, OrderRow row) {
      super(Order.of(number));
      this.rows = List.of(row);
    }

    public List<OrderRow> getRows() {
      return rows;
    }
  }

  @GetMapping("/veiled/{id}")
  String veiled(@PathVariable("id") int id) throws ReflectiveOperationException {
    Class<?> type = new Veil(getClass().getClassLoader()).loadClass(Veiled.class.getName());
    Object order = type.getConstructor(int.class).newInstance(id);
    return (String) type.getMethod("getMobile").invoke(order);
  }

  /** An order whose superclass nobody can read. */
  public static class Veiled extends VeiledBase {
    private final String mobile;

    public Veiled(int number) {
      super(number);
      mobile = "1390000" + (1000 + number % 9000);
    }

    public String getMobile() {
      return mobile;
    }
  }

  /** Loaded from somewhere that gives no class files away. */
  public static class VeiledBase {
    private final long number;

    VeiledBase(long number) {
      this.number = number;
    }

    public long getNumber() {
      return number;
    }
  }

  private static final class Veil extends ClassLoader {
    Veil(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.contains("UnusualOrders$Veiled")
          ? findClass(name)
          : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      return name.contains("Veiled") ? null : super.getResourceAsStream(name);
    }
  }
}
