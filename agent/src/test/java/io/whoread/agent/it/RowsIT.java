package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Loaded;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a request loads from its database, where no class of the service stands for it. */
class RowsIT {
  private static final String GUARD =
      """
      guard:
        - class: com.example.rows.OrderEntity
          table: t_order
          columns: {rcv_mobile: mobile}
          subject: order
          id: orderNo
          links: {customer: customerId}
          fields: {orderNo: order-id, receiverName: name, mobile: phone, address: address}
        - table: t_customer
          subject: customer
          id: customer_id
          fields: {real_name: name, mobile: phone, email: email}
      """;

  private static final String[] POOLS = {"none", "hikari", "druid"};

  @TempDir Path folder;

  /** What was loaded by a statement: its text, its rows, the kinds of what was asked for. */
  record Read(String statement, long rows, Set<String> kinds) {}

  private Jvm start(Path jdk, Deployment deployment, String url, String user) throws Exception {
    return Jvm.answering(
        jdk,
        folder,
        deployment.agent(),
        Jvm.classPath(),
        "com.example.rows.RowsService",
        folder.toString(),
        url,
        user);
  }

  @Test
  void rowsAreCountedByStatementOnEachJdk() throws Exception {
    for (Path jdk : Jdks.all()) {
      Path own = folder.resolve(jdk.getFileName());
      Files.createDirectories(own);
      try (Deployment deployment = new Deployment(own)) {
        deployment.configure(GUARD);
        String url = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1;LAZY_QUERY_EXECUTION=1";
        try (Jvm service = start(jdk, deployment, url, "sa")) {
          queries(deployment, service);
          service.get(null, "/scroll");
          assertThat(loaded(deployment, "GET /scroll"))
              .containsExactly(new Read("select address from t_order", 2, Set.of("address")));
          printed(deployment, service);
          later(deployment, service);
          export(deployment, service);
          coverage(deployment);
        }
      }
    }
  }

  @Test
  @EnabledIf("io.whoread.agent.it.DatabaseServer#hasMariaDb")
  void rowsOfMariaDb() throws Exception {
    try (DatabaseServer server = DatabaseServer.mariaDb(folder)) {
      on(server);
    }
  }

  /** Its driver does not tell tables unless it asks the database. */
  @Test
  @EnabledIf("io.whoread.agent.it.DatabaseServer#hasPostgres")
  void rowsOfPostgres() throws Exception {
    try (DatabaseServer server = DatabaseServer.postgres(folder)) {
      on(server);
    }
  }

  @Test
  void withoutAConfigurationNamesOfColumnsTell() throws Exception {
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure("actors: [principal]\n");
      String url = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1";
      try (Jvm service = start(Jdks.all().get(0), deployment, url, "sa")) {
        service.get(null, "/columns");
        service.get(null, "/join");
        service.get(null, "/product");
        assertThat(loaded(deployment, "GET /columns"))
            .containsExactly(
                new Read(
                    "select * from t_order where id >= ? order by id",
                    2,
                    Set.of("order-id", "name", "phone", "address")));
        assertThat(loaded(deployment, "GET /join").get(0).kinds())
            .containsExactlyInAnyOrder("order-id", "name", "phone");
        assertThat(deployment.collector.seen("GET /product")).isEmpty();
      }
    }
  }

  private void on(DatabaseServer server) throws Exception {
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(GUARD);
      try (Jvm service = start(Jdks.all().get(0), deployment, server.url(), "shop")) {
        queries(deployment, service);
        coverage(deployment);
      }
    }
  }

  /** What holds on every database. */
  static void queries(Deployment deployment, Jvm service) throws Exception {
    for (String pool : POOLS) {
      service.get(null, "/mapper?pool=" + pool);
      service.get(null, "/join?pool=" + pool);
      service.get(null, "/columns?pool=" + pool);
      service.get(null, "/inturn?pool=" + pool);
      service.get(null, "/unread?pool=" + pool);
      service.get(null, "/product?pool=" + pool);
    }
    for (int i = 0; i < 2; i++) {
      service.get(null, "/maps");
      service.get(null, "/kept");
      service.get(null, "/away");
    }
    assertThat(service.send(null, "/failing").statusCode()).isEqualTo(500);
    Read mapper =
        new Read(
            "select order_no, rcv_mobile from t_order where receiver_name <> ? and amount > ?"
                + " and id in (?)",
            3,
            Set.of("order-id", "phone"));
    Read join =
        new Read(
            "select o.order_no as number, c.customer_id, o.rcv_mobile as tel, c.real_name n,"
                + " c.email, o.amount from t_order o inner join t_customer c"
                + " on o.customer_id = c.customer_id where o.id <= ?",
            4,
            Set.of("order-id", "phone", "name"));
    Set<String> all = Set.of("order-id", "name", "phone", "address");
    Read columns = new Read("select * from t_order where id >= ? order by id", 2, all);
    Read[] inTurn = {
      new Read("select * from t_order where id < ?", 10, Set.of("order-id", "phone")),
      new Read("select * from t_customer where customer_id = ?", 10, Set.of("email"))
    };
    assertThat(each(deployment, "GET /mapper", 3)).containsOnly(List.of(mapper));
    assertThat(each(deployment, "GET /join", 3)).containsOnly(List.of(join));
    assertThat(each(deployment, "GET /columns", 3)).containsOnly(List.of(columns));
    assertThat(each(deployment, "GET /inturn", 3)).containsOnly(List.of(inTurn));
    assertThat(each(deployment, "GET /maps", 2))
        .containsOnly(
            List.of(
                new Read(
                    "select * from t_order where seller_id = ? and amount > ? order by id",
                    8,
                    all)));
    assertThat(each(deployment, "GET /kept", 2))
        .containsOnly(
            List.of(
                new Read(
                    "select order_no, receiver_name, rcv_mobile from t_order where id <= ?"
                        + " order by id",
                    2,
                    Set.of("phone"))));
    assertThat(each(deployment, "GET /away", 2))
        .containsOnly(List.of(new Read("select * from t_customer", 1, Set.of("email"))));
    assertThat(each(deployment, "GET /failing", 1))
        .containsOnly(List.of(new Read("select email from t_customer", 1, Set.of("email"))));
    left(deployment);
    // Nothing of a person was asked for.
    assertThat(deployment.collector.seen("GET /unread")).isEmpty();
    assertThat(deployment.collector.seen("GET /product")).isEmpty();
  }

  /** Of rows without a class what leaves is told under the subject that they name. */
  private static void left(Deployment deployment) {
    String all = "[address, name, order-id, phone]";
    assertThat(left(deployment, "GET /columns", "order"))
        .containsOnly(
            Map.entry(deployment.order(9), all),
            Map.entry(deployment.order(10), "[address, name, order-id]"));
    assertThat(left(deployment, "GET /maps", "order"))
        .hasSize(8)
        .containsEntry(deployment.order(3), all);
    assertThat(left(deployment, "GET /inturn", "order"))
        .hasSize(10)
        .containsEntry(deployment.order(8), "[order-id, phone]")
        .containsEntry(deployment.order(9), "[order-id, phone]");
    assertThat(left(deployment, "GET /mapper", "order"))
        .hasSize(3)
        .containsEntry(deployment.order(3), "[order-id, phone]");
    // Nobody asked their rows for a number: whose the values are is not known.
    for (String operation : List.of("GET /kept", "GET /away")) {
      List<Seen> parts = deployment.collector.seen(operation);
      assertThat(parts).flatExtracting(Seen::subjects).isEmpty();
      assertThat(parts)
          .flatExtracting(
              seen ->
                  seen.access().getUnattributedList().stream()
                      .map(one -> seen.word(one.getSource()))
                      .toList())
          .contains("resultset");
    }
  }

  /** Rows of which nothing was asked but for a log line: they leave before anything is told. */
  private static void printed(Deployment deployment, Jvm service) throws Exception {
    service.get(null, "/printed");
    Seen seen = deployment.one("GET /printed");
    assertThat(seen.subjects()).containsExactlyInAnyOrder(deployment.order(1), deployment.order(2));
    assertThat(seen.exposure(0).getDisclosuresList())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.getChannel()).isEqualTo(Channel.CHANNEL_LOG);
              assertThat(one.getPlainList()).containsExactlyInAnyOrder("order-id", "phone");
            });
  }

  /** What left before it was asked whose it is, is that one's. */
  private static void later(Deployment deployment, Jvm service) throws Exception {
    service.get(null, "/later");
    Seen seen = deployment.one("GET /later");
    assertThat(seen.subjects()).containsExactly(deployment.order(3));
    assertThat(seen.exposure(0).getDisclosuresList())
        .extracting(one -> one.getChannel() + " " + one.getPlainList())
        .containsExactlyInAnyOrder("CHANNEL_LOG [phone]", "CHANNEL_RESPONSE [order-id]");
  }

  private static Map<ByteString, String> left(
      Deployment deployment, String operation, String kind) {
    Map<ByteString, String> left = new HashMap<>();
    for (Seen seen : deployment.collector.seen(operation)) {
      for (int i = 0; i < seen.subjects().size(); i++) {
        assertThat(seen.exposure(i).getSubjectKind()).isEqualTo(kind);
        left.put(seen.subjects().get(i), seen.plain(i).toString());
      }
    }
    return left;
  }

  /** The requests of an operation so far, each as what it loaded. */
  private static List<List<Read>> each(Deployment deployment, String operation, int requests) {
    List<List<Read>> found = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> deployment.collector.seen(operation).size() >= requests);
    for (Seen seen : deployment.collector.seen(operation)) {
      // What left after the work of another thread is told in a part of its own.
      if (!seen.access().getLoadedList().isEmpty()) {
        found.add(loaded(seen));
      }
    }
    assertThat(found).hasSize(requests);
    return found;
  }

  private static List<Read> loaded(Deployment deployment, String operation) {
    return loaded(deployment.one(operation));
  }

  private static List<Read> loaded(Seen seen) {
    List<Read> found = new ArrayList<>();
    for (Loaded one : seen.access().getLoadedList()) {
      found.add(
          new Read(
              seen.word(one.getStatement()),
              one.getRows(),
              new TreeSet<>(seen.batch().getExposures(one.getExposure() - 1).getTouchedList())));
    }
    return found;
  }

  /** A million rows in a heap that could not hold them, each counted once. */
  private static void export(Deployment deployment, Jvm service) throws Exception {
    char[] buffer = new char[65_536];
    try (Reader lines = service.open(null, "/export?times=100000")) {
      while (lines.read(buffer) >= 0) {
        // As it comes.
      }
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        deployment.collector.seen("GET /export").stream()
                            .flatMap(seen -> loaded(seen).stream())
                            .mapToLong(Read::rows)
                            .sum())
                    .isEqualTo(1_000_000));
    assertThat(deployment.collector.seen("GET /export"))
        .allMatch(seen -> !seen.access().getRequest().isEmpty());
    assertThat(deployment.collector.gaps()).isEmpty();
  }

  private static void coverage(Deployment deployment) {
    Coverage last =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    deployment.collector.coverage().get(deployment.collector.coverage().size() - 1),
                each -> each.getTypesList().stream().anyMatch(GuardedType::getHooked));
    assertThat(last.getTypesList())
        .anySatisfy(
            type -> {
              assertThat(type.getName()).isEqualTo("table t_customer");
              assertThat(type.getHooked()).isTrue();
              assertThat(type.getFieldsMap()).containsAllEntriesOf(Map.of("email", "email"));
            });
    assertThat(last.getFaultsList()).isEmpty();
    assertThat(last.getHooksList())
        .anyMatch(hook -> hook.getName().equals("jdbc") && hook.getInstalled())
        .allMatch(hook -> hook.getProblem().isEmpty());
  }
}
