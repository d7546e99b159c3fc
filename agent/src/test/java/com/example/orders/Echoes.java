package com.example.orders;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Orders made text of by hand, as exports and old services do. */
public final class Echoes {
  private Echoes() {}

  /** Writes orders from a number on, in the way of that name. */
  public static void write(String how, int number, OutputStream to) throws IOException {
    Charset charset = how.equals("gbk") ? Charset.forName("GBK") : StandardCharsets.UTF_8;
    PrintStream out = new PrintStream(to, false, charset);
    switch (how) {
      case "csv", "gbk":
        lines(out, number, 3);
        break;
      case "large":
        lines(out, number, 500);
        break;
      case "loadedBefore":
        loadedBefore(out, number);
        break;
      case "masked":
        Order masked = Order.of(number);
        String mobile = masked.getMobile();
        out.print(masked.getOrderNo() + ": " + mobile.substring(0, 3) + "****");
        out.print(mobile.substring(7) + ", " + masked.getReceiverName().charAt(0) + "**");
        break;
      case "escaped":
        Order escaped = Order.of(number);
        out.print("{\"no\":\"" + escaped.getOrderNo() + "\",\"who\":\"");
        escaped.getReceiverName().chars().forEach(c -> out.printf("\\u%04x", c));
        out.print("\"}<td>");
        escaped.getAddress().chars().forEach(c -> out.print("&#" + c + ";"));
        out.print("</td>");
        break;
      case "silent":
        out.print(Order.of(number).getMobile().length());
        break;
      case "oneOfTwo":
        oneOfTwo(out, number);
        break;
      case "within":
        Order outer = Order.of(number);
        out.print("1" + outer.getMobile() + "2");
        break;
      default:
        held(how, number, out);
    }
    out.flush();
  }

  private static void lines(PrintStream out, int number, int count) {
    IntStream.range(number, number + count).mapToObj(Order::of).forEach(each -> line(out, each));
  }

  private static void line(PrintStream out, Order order) {
    out.print(order.getOrderNo() + "," + order.getMobile() + "," + order.getAddress() + "\n");
  }

  /** All are looked at before the first byte leaves, and written in many buffers. */
  private static void loadedBefore(PrintStream out, int number) {
    List<Order> orders = IntStream.range(number, number + 400).mapToObj(Order::of).toList();
    List<String> lines = orders.stream().map(o -> o.getOrderNo() + ";" + o.getMobile()).toList();
    lines.forEach(each -> out.print(each + " ".repeat(47) + "\n"));
  }

  /** Two orders of one customer are looked at, and one is shown. */
  private static void oneOfTwo(PrintStream out, int number) {
    Order shown = Order.of(number);
    Order other = Order.of(number + 1);
    other.setMobile(shown.getMobile());
    boolean same = shown.getMobile().equals(other.getMobile());
    out.print(same + ":" + shown.getOrderNo() + ":" + shown.getMobile());
  }

  private static void held(String how, int number, PrintStream out) {
    Parcels.Parcel parcel = new Parcels.Parcel(number);
    switch (how) {
      case "inner":
        out.print(parcel.getReceiver().tel());
        break;
      case "list":
        parcel.getOthers().forEach(each -> out.print(each.tel() + "\n"));
        break;
      case "empty":
        // Made to change a row: nothing stands in it.
        out.print(new Contact(null, "").tel() + parcel.getOrderNo());
        break;
      case "lines":
        out.print(parcel.getOrderNo() + ": ");
        parcel.getLines().forEach(each -> out.print(each.getGoods() + "\n"));
        break;
      case "shared":
        // The same object within two parcels: whose it is nobody can say.
        Parcels.Parcel second = new Parcels.Parcel(number + 1, parcel.getReceiver());
        out.print(second.getReceiver().tel() + " " + parcel.getReceiver().contactName());
        break;
      default:
        throw new IllegalArgumentException(how);
    }
  }
}
