package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Disclosure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What holds on Tomcat holds on other servers, whichever way an answer takes out of them. */
class ServersIT {
  /** What is asked for, with which headers, and what is told to have left. */
  private static final String TABLE =
      """
      orders          -                         RESPONSE plain address name order-id phone
      map             -                         RESPONSE plain order-id phone
      echo/csv        -                         RESPONSE plain address order-id phone
      echo/csv        Accept:text/csv           EXPORT plain address order-id phone
      echo/gbk        Accept:text/x;charset=GBK RESPONSE plain address order-id phone
      echo/large      -                         RESPONSE plain address order-id phone
      echo/masked     -                         RESPONSE plain order-id, RESPONSE masked phone
      echo/escaped    -                         RESPONSE plain address name order-id
      echo/silent     -                         -
      echo/within     -                         -
      echo/large      Accept-Encoding:gzip      RESPONSE plain address order-id phone
      writer/csv      -                         RESPONSE plain address order-id phone
      writer/large    -                         RESPONSE plain address order-id phone
      writer/large    Accept-Encoding:gzip      RESPONSE plain address order-id phone
      bytes/csv       -                         RESPONSE plain address order-id phone
      async           -                         RESPONSE plain order-id phone
      queued          -                         RESPONSE plain order-id phone
      dispatched      -                         RESPONSE plain order-id phone
      listener        -                         RESPONSE plain order-id phone
      forward         -                         RESPONSE plain address order-id phone
      redirect        -                         RESPONSE plain phone
      sendError       -                         RESPONSE plain phone
      throws          -                         RESPONSE plain order-id phone
      kept            -                         RESPONSE plain order-id phone
      filtered        -                         EXPORT plain address order-id phone
      filed           -                         RESPONSE plain order-id phone
      empty           -                         -
      place           -                         OTHER plain order-id phone
      """;

  private static final String GATEWAY = "127.0.0.2";

  @TempDir Path folder;
  private Deployment deployment;

  private record Row(String path, String header, String left) {}

  @TestFactory
  Stream<DynamicTest> undertowOldest() throws Exception {
    return run(PlainServer.of("undertow", "oldest", "undertow", "javax"));
  }

  @TestFactory
  Stream<DynamicTest> undertowNewest() throws Exception {
    return run(PlainServer.of("undertow", "newest", "undertow", "jakarta"));
  }

  @TestFactory
  Stream<DynamicTest> jetty9Oldest() throws Exception {
    return run(PlainServer.of("jetty9", "oldest", "jetty", "javax"));
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> jetty9Newest() throws Exception {
    return run(PlainServer.of("jetty9", "newest", "jetty", "javax"));
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> jetty10() throws Exception {
    return run(PlainServer.of("jetty11", "oldest", "jetty", "javax"));
  }

  @TestFactory
  Stream<DynamicTest> jetty11() throws Exception {
    return run(PlainServer.of("jetty11", "newest", "jetty", "jakarta"));
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> jetty12Oldest() throws Exception {
    return run(PlainServer.of("jetty12", "oldest", "jetty12", "jakarta"));
  }

  @TestFactory
  Stream<DynamicTest> jetty12Newest() throws Exception {
    return run(PlainServer.of("jetty12", "newest", "jetty12", "jakarta"));
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> jetty12Ee8Oldest() throws Exception {
    return run(PlainServer.of("jetty12-ee8", "oldest", "jetty12", "javax"));
  }

  @TestFactory
  Stream<DynamicTest> jetty12Ee8Newest() throws Exception {
    return run(PlainServer.of("jetty12-ee8", "newest", "jetty12", "javax"));
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> jetty12Ee9Oldest() throws Exception {
    return run(PlainServer.of("jetty12-ee9", "oldest", "jetty12", "jakarta"));
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> jetty12Ee9Newest() throws Exception {
    return run(PlainServer.of("jetty12-ee9", "newest", "jetty12", "jakarta"));
  }

  /**
   * The first service has no collector and is killed: what the second one sends of it was on the
   * disk before. That one goes through the table.
   */
  private Stream<DynamicTest> run(PlainServer server) throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    try (Deployment own = new Deployment(folder)) {
      deployment = own;
      deployment.configure(
          "trusted-proxies: [" + GATEWAY + "]\nactors: [{header: X-Staff}]\n" + Deployment.GUARD);
      String yaml = Files.readString(folder.resolve("whoread.yaml"));
      deployment.sendTo(9);
      Set<ByteString> streamed = new HashSet<>();
      try (Jvm service = server.start(folder, deployment.agent())) {
        raw(service, GATEWAY, "/orders/1", "X-Staff: e2002");
        try (Socket head = open(service, "/head/2");
            Socket stream = open(service, "/stream")) {
          assertThat(lines(head).lines().takeWhile(line -> !line.isEmpty()))
              .anyMatch(line -> line.equalsIgnoreCase("X-Order: SO00000002"));
          readUntilKilled(stream, service, streamed);
        }
      }
      Files.writeString(folder.resolve("whoread.yaml"), yaml);
      try (Jvm service = server.start(folder, deployment.agent())) {
        List<Row> rows = rows();
        Map<Row, Integer> status = new LinkedHashMap<>();
        get(service, HttpClient.Version.HTTP_1_1, "/desk/0", "-", false);
        for (int i = 0; i < rows.size(); i++) {
          Row row = rows.get(i);
          String path = "/" + row.path + "/" + number(i);
          status.put(row, get(service, HttpClient.Version.HTTP_1_1, path, row.header, true));
        }
        int second = get(service, HttpClient.Version.HTTP_2, "/writer/csv/90000", "-", true);
        String two = two(service);
        String slow = slow(service);
        raw(service, GATEWAY, "/orders/7", "X-Staff: e7", "X-Forwarded-For: 203.0.113.9");
        raw(service, "127.0.0.1", "/orders/8", "X-Staff: e7", "X-Forwarded-For: " + GATEWAY);
        raw(service, GATEWAY, "/orders/9", "X-Staff: e8", "X-Forwarded-For: 6.6.6.6, 203.0.113.9");
        get(service, HttpClient.Version.HTTP_1_1, "/orders/99", "-", true);
        // Records leave in the order in which they were written.
        await().atMost(Duration.ofSeconds(30)).until(() -> !of(99).isEmpty());
        System.out.println(server + ": " + status.values());
        for (int i = 0; i < rows.size(); i++) {
          Row row = rows.get(i);
          String left = told(number(i));
          String where = row.path + " " + row.header;
          tests.add(test(where, () -> assertThat(left).isEqualTo(row.left)));
        }
        String last = told(number(5) + 499);
        String both = told(90000);
        tests.add(test("the last of many", () -> assertThat(last).isEqualTo(rows.get(5).left)));
        tests.add(test("HTTP/2", () -> assertThat(both).endsWith("address order-id phone")));
        tests.add(test("HTTP/2 it was", () -> assertThat(second).isEqualTo(2200)));
        tests.add(test("killed", () -> assertThat(streamed).hasSizeGreaterThanOrEqualTo(1000)));
        List<Integer> lost = lost(streamed);
        tests.add(test("what was streamed", () -> assertThat(lost).isEmpty()));
        Set<ByteString> all = subjects();
        tests.add(test("what a head held", () -> assertThat(all).contains(deployment.order(2))));
        List<String> people = people();
        Set<String> slowly =
            IntStream.range(80_000, 80_200).mapToObj(this::told).collect(Collectors.toSet());
        tests.add(test("what went slowly", () -> assertThat(slow).endsWith("SO00080199")));
        tests.add(
            test(
                "all that went slowly",
                () -> assertThat(slowly).containsExactly("RESPONSE plain order-id phone")));
        tests.add(
            test(
                "who it was",
                () ->
                    assertThat(people)
                        .contains(
                            "e2002 127.0.0.2 1",
                            "e4 127.0.0.2 4",
                            "e5 127.0.0.2 5",
                            "e6 127.0.0.2 6",
                            "e7 203.0.113.9 7",
                            " 127.0.0.1 8",
                            "e8 203.0.113.9 9")));
        tests.add(
            test("two on one connection", () -> assertThat(two).isEqualTo("4, 5, 6 answered")));
        List<String> problems = problems();
        List<String> said = service.said();
        tests.add(test("no hook has a problem", () -> assertThat(problems).isEmpty()));
        tests.add(test("nothing but a greeting", () -> assertThat(said).hasSize(1)));
      }
    }
    return tests.stream();
  }

  private static DynamicTest test(String name, org.junit.jupiter.api.function.Executable what) {
    return DynamicTest.dynamicTest(name, what);
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : TABLE.split("\n")) {
      String[] words = line.split("\\s+", 3);
      rows.add(new Row(words[0], words[1], words[2]));
    }
    return rows;
  }

  /** The first order of a row's. */
  private static int number(int row) {
    return 1000 * (row + 1);
  }

  /** The version of HTTP times 1000, and the status. */
  private int get(
      Jvm service, HttpClient.Version version, String path, String header, boolean whole)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.uri(path)).timeout(Duration.ofSeconds(20));
    if (!header.equals("-")) {
      String[] parts = header.split(":", 2);
      request.header(parts[0], parts[1]);
    }
    HttpClient client = HttpClient.newBuilder().version(version).build();
    HttpResponse<?> response =
        whole
            ? client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
            : client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    boolean packed = response.headers().firstValue("Content-Encoding").isPresent();
    assertThat(packed).as(path + " packed").isEqualTo(header.startsWith("Accept-Encoding"));
    return (response.version() == HttpClient.Version.HTTP_2 ? 2000 : 1000) + response.statusCode();
  }

  /** Three people on one connection, the last two at once. */
  private static String two(Jvm service) throws IOException {
    int port = service.uri("/").getPort();
    InetAddress to = InetAddress.getByName("127.0.0.1");
    try (Socket socket = new Socket(to, port, InetAddress.getByName(GATEWAY), 0)) {
      socket.setSoTimeout(20_000);
      List<String> answered = new ArrayList<>();
      BufferedReader in = lines(socket);
      write(socket, "/writer/csv/4", "X-Staff: e4");
      until(in, "SO00000006");
      answered.add("4");
      write(socket, "/writer/csv/5", "X-Staff: e5");
      write(socket, "/orders/6", "X-Staff: e6", "Connection: close");
      until(in, "SO00000005");
      answered.add("5");
      until(in, "\"orderNo\":\"SO00000006");
      answered.add("6");
      return String.join(", ", answered) + " answered";
    }
  }

  /** A client that has room for little, so that servers have to wait for it. */
  private static String slow(Jvm service) throws Exception {
    int port = service.uri("/").getPort();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.setSoTimeout(20_000);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      write(socket, "/slow/80000", "Connection: close");
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[100_000];
      String last = "";
      int read = in.read(buffer);
      for (; read >= 0; read = in.read(buffer)) {
        Matcher number =
            Pattern.compile("SO000[0-9]{5}")
                .matcher(new String(buffer, 0, read, StandardCharsets.US_ASCII));
        while (number.find()) {
          last = number.group();
        }
      }
      return last;
    }
  }

  private static void until(BufferedReader in, String text) throws IOException {
    for (String line = in.readLine(); !line.contains(text); line = in.readLine()) {
      assertThat(line).isNotNull();
    }
  }

  private static void raw(Jvm service, String from, String path, String... headers)
      throws IOException {
    int port = service.uri("/").getPort();
    InetAddress to = InetAddress.getByName("127.0.0.1");
    try (Socket socket = new Socket(to, port, InetAddress.getByName(from), 0)) {
      String[] all =
          Stream.concat(Stream.of(headers), Stream.of("Connection: close")).toArray(String[]::new);
      write(socket, path, all);
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200");
    }
  }

  private static Socket open(Jvm service, String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", service.uri("/").getPort());
    write(socket, path);
    return socket;
  }

  private static void write(Socket socket, String path, String... headers) throws IOException {
    String lines = Stream.of(headers).map(each -> each + "\r\n").collect(Collectors.joining());
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream()));
  }

  private void readUntilKilled(Socket stream, Jvm service, Set<ByteString> seen) throws Exception {
    BufferedReader in = lines(stream);
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.matches("SO[0-9]{8},.*")) {
          String number = line.split(",")[0];
          seen.add(ByteString.copyFrom(deployment.pseudonyms.of("order", number)));
        }
        if (seen.size() == 1000) {
          service.kill();
        }
      }
    } catch (IOException e) {
      // The connection ends with the service.
    }
  }

  private List<Seen> of(int order) {
    return deployment.collector.seen().stream()
        .filter(seen -> seen.subjects().contains(deployment.order(order)))
        .toList();
  }

  private Set<ByteString> subjects() {
    return deployment.collector.seen().stream()
        .flatMap(seen -> seen.subjects().stream())
        .collect(Collectors.toSet());
  }

  /** The numbers of orders that are in no record. */
  private List<Integer> lost(Set<ByteString> streamed) {
    Set<ByteString> all = subjects();
    return IntStream.range(100_000, 110_000)
        .filter(order -> streamed.contains(deployment.order(order)))
        .filter(order -> !all.contains(deployment.order(order)))
        .boxed()
        .toList();
  }

  /** Who read from where, of the first few orders, each with its number. */
  private List<String> people() {
    List<String> people = new ArrayList<>();
    for (int order = 1; order < 10; order++) {
      for (Seen seen : of(order)) {
        String address = seen.caller().getAddress();
        people.add(seen.actor().getId() + " " + address + " " + order);
      }
    }
    return people;
  }

  /** What left of an order, in the words of the table; empty where it is in no record. */
  private String told(int order) {
    TreeMap<String, TreeSet<String>> left = new TreeMap<>();
    List<Seen> all = of(order);
    for (Seen seen : all) {
      int at = seen.subjects().indexOf(deployment.order(order));
      for (Disclosure one : seen.exposure(at).getDisclosuresList()) {
        String channel = one.getChannel().name().replace("CHANNEL_", "");
        add(left, channel + " plain", one.getPlainList());
        add(left, channel + " masked", one.getMaskedList());
      }
    }
    List<String> parts = new ArrayList<>();
    // Plain before masked.
    left.descendingMap().forEach((way, fields) -> parts.add(way + " " + String.join(" ", fields)));
    return left.isEmpty() ? all.isEmpty() ? "" : "-" : String.join(", ", parts);
  }

  private static void add(Map<String, TreeSet<String>> left, String way, List<String> fields) {
    if (!fields.isEmpty()) {
      left.computeIfAbsent(way, key -> new TreeSet<>()).addAll(fields);
    }
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    deployment.collector.coverage().stream()
        .flatMap(coverage -> coverage.getHooksList().stream())
        .filter(hook -> !hook.getProblem().isEmpty())
        .map(hook -> hook.getName() + ": " + hook.getProblem())
        .forEach(problems::add);
    deployment.collector.coverage().stream()
        .flatMap(coverage -> coverage.getFaultsList().stream())
        // The first service has no collector: one that lives for a minute says so.
        .filter(fault -> !fault.getWhere().equals("ship.post"))
        .map(Object::toString)
        .forEach(problems::add);
    return problems;
  }
}
