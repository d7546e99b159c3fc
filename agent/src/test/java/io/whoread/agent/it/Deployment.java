package io.whoread.agent.it;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A service's folder, with key and configuration, and the collector that it reports to. */
final class Deployment implements AutoCloseable {
  static final String GUARD =
      """
      guard:
        - class: com.example.orders.Order
          subject: order
          id: orderNo
          links: {customer: customerId}
          owner: sellerId
          placed: createdAt
          status: status
          fields: {orderNo: order-id, receiverName: name, mobile: phone, address: address}
        - class: com.example.orders.OrderRow
          subject: order
          id: orderNo
          fields: {orderNo: order-id, consignee: name, phone: phone}
        - class: com.example.orders.SpecialOrder
          subject: order
          id: number
          fields: {mobile: phone, card: card-tail}
        - class: com.example.orders.Contact
          fields: {contactName: name, tel: phone}
      """;

  final Path folder;
  final TestCollector collector;
  final Pseudonyms pseudonyms;

  /** Trusts the loopback proxy, and asks the session first. */
  Deployment(Path folder) throws IOException {
    this.folder = folder;
    collector = new TestCollector();
    PseudonymKey key = PseudonymKey.generate(1);
    pseudonyms = new Pseudonyms(key);
    Files.writeString(folder.resolve("key"), key.toLine() + "\n");
    configure(
        """
        trusted-proxies: [127.0.0.1]
        purpose: {header: X-Ticket}
        actors: [{session: desk.number}, principal, spring-security]
        """
            + GUARD);
  }

  /** Writes another configuration, beside what every one needs. */
  void configure(String rest) throws IOException {
    String head =
        """
        service: orders
        collector: %s
        key-file: key
        spool: {dir: spool, max-mb: 8}
        zone: Asia/Shanghai
        """;
    Files.writeString(folder.resolve("whoread.yaml"), head.formatted(collector.address()) + rest);
  }

  /** Has the service send to another port of this host than the collector's; 9 for nobody. */
  void sendTo(int port) throws IOException {
    Path yaml = folder.resolve("whoread.yaml");
    String own = collector.address().toString();
    Files.writeString(yaml, Files.readString(yaml).replace(own, "http://127.0.0.1:" + port));
  }

  List<String> agent() {
    return List.of("-javaagent:" + Jvm.JAR + "=" + folder.resolve("whoread.yaml"));
  }

  ByteString order(int number) {
    return ByteString.copyFrom(pseudonyms.of("order", String.format("SO%08d", number)));
  }

  /** The first access of an operation. */
  Seen one(String operation) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> collector.seen(operation), list -> !list.isEmpty())
        .get(0);
  }

  @Override
  public void close() {
    collector.close();
  }
}
