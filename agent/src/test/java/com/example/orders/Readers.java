package com.example.orders;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.beans.BeanUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The ways in which Java reads a field. */
@RestController
class Readers {
  /** With a field that everyone may read, and methods of its own that do. */
  static class OpenOrder {
    public final String orderNo;
    public final String mobile;

    OpenOrder(int number) {
      orderNo = String.format("SO%08d", number);
      mobile = "1380000" + (1000 + number);
    }

    String label() {
      return "call " + mobile;
    }

    @Override
    public String toString() {
      return orderNo + "/" + mobile;
    }
  }

  /** As a record. */
  record OrderRecord(String orderNo, String mobile) {
    static OrderRecord of(int number) {
      return new OrderRecord(String.format("SO%08d", number), "1380000" + (1000 + number));
    }
  }

  /** What is asked for, not what is kept. */
  static class OrderQuestion {
    private String orderNo;
    private String mobile;

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

  /** What a page is made of; nobody guards it. */
  static class Plain {
    private String mobile;

    public String getMobile() {
      return mobile;
    }

    public void setMobile(String mobile) {
      this.mobile = mobile;
    }
  }

  private final Map<String, Function<Integer, Object>> readers = new HashMap<>();

  Readers() throws ReflectiveOperationException {
    Field field = Order.class.getDeclaredField("mobile");
    field.setAccessible(true);
    VarHandle handle =
        MethodHandles.privateLookupIn(Order.class, MethodHandles.lookup())
            .findVarHandle(Order.class, "mobile", String.class);
    readers.put("call", id -> Order.of(id).getMobile());
    readers.put("method-reference", id -> apply(Order::getMobile, Order.of(id)));
    readers.put("reflected-method", id -> reflected(Order.of(id)));
    readers.put("public-field", id -> new OpenOrder(id).mobile);
    readers.put("own-method", id -> new OpenOrder(id).label());
    readers.put("to-string", id -> new OpenOrder(id).toString());
    readers.put("record-accessor", id -> OrderRecord.of(id).mobile());
    readers.put("record-to-string", id -> OrderRecord.of(id).toString());
    readers.put("record-hash-code", id -> OrderRecord.of(id).hashCode() % 2);
    readers.put("equals", id -> Set.of(Order.of(id)).contains(Order.of(id)));
    readers.put("field", id -> get(field, Order.of(id)));
    readers.put("var-handle", id -> (String) handle.get(Order.of(id)));
    readers.put("copy", id -> copy(id).getMobile());
    readers.put("copy-alone", id -> copy(id).getClass().getSimpleName());
  }

  private static <T> Object apply(Function<T, String> getter, T of) {
    return getter.apply(of);
  }

  private static Object reflected(Order order) {
    try {
      return Order.class.getMethod("getMobile").invoke(order);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object get(Field field, Order order) {
    try {
      return field.get(order);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Plain copy(int id) {
    Plain copy = new Plain();
    BeanUtils.copyProperties(Order.of(id), copy);
    return copy;
  }

  @GetMapping("/readers/{how}/{id}")
  String read(@PathVariable("how") String how, @PathVariable("id") int id) {
    return String.valueOf(readers.get(how).apply(id));
  }

  @GetMapping("/shops/{shop}/queue")
  List<Order> queue(@PathVariable("shop") int shop) {
    return IntStream.range(0, shop).mapToObj(Order::of).toList();
  }

  /** The question is read, and what answers it was loaded. */
  @GetMapping("/search")
  String search(OrderQuestion question) {
    return answer(question);
  }

  @GetMapping("/search/body")
  String searchByBody(@RequestBody OrderQuestion question) {
    return answer(question);
  }

  private static String answer(OrderQuestion question) {
    int number = Integer.parseInt(question.getOrderNo().substring(2));
    return question.getMobile().isEmpty() ? "" : Order.of(number + 1).getMobile();
  }
}
