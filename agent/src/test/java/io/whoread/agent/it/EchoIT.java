package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Unattributed;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves as text that no serialiser made: it is told by the values that stand in it. */
class EchoIT {
  @TempDir static Path folder;
  private static Deployment deployment;
  private static Jvm service;

  @BeforeAll
  static void start() throws Exception {
    deployment = new Deployment(folder);
    deployment.configure(
        Deployment.GUARD
            + """
              - class: com.example.orders.Parcels$Parcel
                subject: order
                id: orderNo
                links: {order: rowId}
                fields: {orderNo: order-id}
              - class: com.example.orders.Parcels$Line
                subject: order
                id: parcelId
                fields: {goods: purchase}
            """);
    service = PlainTomcat.ELEVEN.start(folder, deployment.agent());
  }

  @AfterAll
  static void close() {
    service.close();
    deployment.close();
  }

  @AfterEach
  void noFault() {
    assertThat(deployment.collector.coverage())
        .allSatisfy(coverage -> assertThat(coverage.getFaultsList()).isEmpty());
  }

  @Test
  void linesByHand() throws Exception {
    get("csv/100", "text/plain");
    for (int order = 100; order < 103; order++) {
      assertThat(left(order)).isEqualTo(Map.of("RESPONSE plain", "[address, order-id, phone]"));
      assertThat(of(order)).hasSize(1);
    }
  }

  @Test
  void whatIsSavedAsAFileIsAnExport() throws Exception {
    get("csv/110", "text/csv;charset=UTF-8");
    assertThat(left(112)).isEqualTo(Map.of("EXPORT plain", "[address, order-id, phone]"));
  }

  @Test
  void otherCharacterSets() throws Exception {
    get("gbk/120", "text/plain;charset=GBK");
    assertThat(left(121)).isEqualTo(Map.of("RESPONSE plain", "[address, order-id, phone]"));
  }

  /** All browsers ask for it, and many services have their container do it. */
  @Test
  void compressedByTheContainer() throws Exception {
    HttpResponse<String> answer =
        service.send(null, "/echo/csv/300", "Accept", "text/plain", "Accept-Encoding", "gzip");
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(left(301)).isEqualTo(Map.of("RESPONSE plain", "[address, order-id, phone]"));
  }

  /** Some values lie across two buffers, and each order is in the record once. */
  @Test
  void manyBuffers() throws Exception {
    get("large/1000", "text/plain");
    allOf(1000, 1500, "RESPONSE plain [address, order-id, phone]");
  }

  @Test
  void whatWasLookedAtLongBefore() throws Exception {
    get("loadedBefore/2000", "text/plain");
    allOf(2000, 2400, "RESPONSE plain [order-id, phone]");
  }

  @Test
  void maskedByTheServiceItself() throws Exception {
    get("masked/130", "text/plain");
    assertThat(left(130))
        .isEqualTo(Map.of("RESPONSE plain", "[order-id]", "RESPONSE masked", "[phone]"));
  }

  @Test
  void escapesAreReadAsWhatTheyMean() throws Exception {
    get("escaped/140", "text/html");
    assertThat(left(140)).isEqualTo(Map.of("RESPONSE plain", "[address, name, order-id]"));
  }

  @Test
  void whatLeavesAfterTheWorkWasDone() throws Exception {
    service.get(null, "/later/145");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(deployment.collector.seen("GET /later/*"))
                    .anySatisfy(
                        seen -> assertThat(seen.plain(0)).isEqualTo(Set.of("order-id", "phone"))));
  }

  @Test
  void whatStayedInsideIsTouchedAlone() throws Exception {
    get("silent/150", "text/plain");
    await().atMost(Duration.ofSeconds(20)).until(() -> !of(150).isEmpty());
    assertThat(left(150)).isEmpty();
  }

  /** Both have the same phone number: it is told of the one whose number stands beside it. */
  @Test
  void whatSeveralHaveIsOfTheOneThatIsShown() throws Exception {
    get("oneOfTwo/160", "text/plain");
    assertThat(left(160)).isEqualTo(Map.of("RESPONSE plain", "[order-id, phone]"));
    assertThat(left(161)).isEmpty();
  }

  @Test
  void aNumberWithinALongerOneIsAnother() throws Exception {
    get("within/170", "text/plain");
    await().atMost(Duration.ofSeconds(20)).until(() -> !of(170).isEmpty());
    assertThat(left(170)).isEmpty();
  }

  @Test
  void whatAnOrderHoldsIsTheOrders() throws Exception {
    get("inner/180", "text/plain");
    assertThat(left(180)).isEqualTo(Map.of("RESPONSE plain", "[phone]"));
    get("list/190", "text/plain");
    assertThat(left(190)).isEqualTo(Map.of("RESPONSE plain", "[phone]"));
    assertThat(of(190)).allSatisfy(seen -> assertThat(unattributed(seen)).isEmpty());
  }

  /** Its lines know an order by the number of its row, which the order names beside its own. */
  @Test
  void anOrderUnderTwoNumbersIsOne() throws Exception {
    get("lines/210", "text/plain");
    assertThat(left(210)).isEqualTo(Map.of("RESPONSE plain", "[order-id, purchase]"));
    assertThat(of(210)).allSatisfy(seen -> assertThat(seen.subjects()).hasSize(1));
  }

  /** An object that was made to change a row says nothing of anybody. */
  @Test
  void emptyObjectsAreNobodysData() throws Exception {
    get("empty/220", "text/plain");
    assertThat(left(220)).isEqualTo(Map.of("RESPONSE plain", "[order-id]"));
    assertThat(of(220)).allSatisfy(seen -> assertThat(unattributed(seen)).isEmpty());
  }

  @Test
  void whatTwoOrdersHoldIsNobodys() throws Exception {
    get("shared/200", "text/plain");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(deployment.collector.seen("GET /echo/*"))
                    .flatExtracting(EchoIT::unattributed)
                    .contains("com.example.orders.Contact [name, phone]"));
    assertThat(of(200)).isEmpty();
  }

  private static List<String> unattributed(Seen seen) {
    return seen.access().getUnattributedList().stream()
        .map(each -> seen.word(each.getSource()) + " " + plain(seen, each))
        .toList();
  }

  private static Set<String> plain(Seen seen, Unattributed each) {
    return seen.batch().getExposures(each.getExposure() - 1).getDisclosuresList().stream()
        .flatMap(one -> one.getPlainList().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void get(String path, String accept) throws Exception {
    service.get(null, "/echo/" + path, "Accept", accept);
  }

  /** A response of many buffers is in many records, which come one after the other. */
  private static void allOf(int from, int to, String left) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(allLeft(from, to)).hasSize(to - from).containsOnly(left));
  }

  /** What left of orders, one line for each. */
  private static List<String> allLeft(int from, int to) {
    Map<ByteString, Set<String>> left = new HashMap<>();
    for (Seen seen : deployment.collector.seen("GET /echo/*")) {
      for (int i = 0; i < seen.subjects().size(); i++) {
        for (Disclosure one : seen.exposure(i).getDisclosuresList()) {
          left.computeIfAbsent(seen.subjects().get(i), key -> new TreeSet<>())
              .add(name(one.getChannel()) + " plain " + new TreeSet<>(one.getPlainList()));
        }
      }
    }
    return IntStream.range(from, to)
        .mapToObj(order -> String.join("; ", left.getOrDefault(deployment.order(order), Set.of())))
        .toList();
  }

  private static String name(Channel channel) {
    return channel.name().replace("CHANNEL_", "");
  }

  private static List<Seen> of(int order) {
    return deployment.collector.seen("GET /echo/*").stream()
        .filter(seen -> seen.subjects().contains(deployment.order(order)))
        .toList();
  }

  /** Channel and manner to fields, once the record is there. */
  private static Map<String, String> left(int order) {
    await().atMost(Duration.ofSeconds(20)).until(() -> !of(order).isEmpty());
    Map<String, Set<String>> left = new TreeMap<>();
    for (Seen seen : of(order)) {
      int at = seen.subjects().indexOf(deployment.order(order));
      for (Disclosure one : seen.exposure(at).getDisclosuresList()) {
        add(left, one.getChannel(), "plain", one.getPlainList());
        add(left, one.getChannel(), "masked", one.getMaskedList());
      }
    }
    return left.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toString()));
  }

  private static void add(
      Map<String, Set<String>> left, Channel channel, String manner, List<String> fields) {
    if (!fields.isEmpty()) {
      String key = name(channel) + " " + manner;
      left.computeIfAbsent(key, any -> new TreeSet<>()).addAll(fields);
    }
  }
}
