package io.whoread.trials;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Actor;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Exposure;
import io.whoread.record.v1.Operation;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector that keeps what an agent sends, and tells it in the words of the oracle. */
final class Trail implements AutoCloseable {
  private final HttpServer server;
  private final List<Batch> batches = new CopyOnWriteArrayList<>();

  /** Who is meant by a kind and a pseudonym; a parcel is its order's. */
  private final Map<String, String> people = new HashMap<>();

  private final Pseudonyms pseudonyms;

  Trail(PseudonymKey key) throws IOException {
    pseudonyms = new Pseudonyms(key);
    for (World.Order order : World.orders()) {
      people.put(token("order", order.orderNo()), "order " + order.orderNo());
      people.put(token("waybill", order.waybillNo()), "order " + order.orderNo());
    }
    for (World.Customer customer : World.customers()) {
      people.put(token("customer", customer.customerId()), "customer " + customer.customerId());
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/batches", this::take);
    server.start();
  }

  private String token(String kind, String id) {
    return kind + " " + HexFormat.of().formatHex(pseudonyms.of(kind, id));
  }

  private void take(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    try (InputStream body = exchange.getRequestBody()) {
      InputStream plain = "gzip".equals(encoding) ? new GZIPInputStream(body) : body;
      batches.add(Batch.parseFrom(plain));
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How a customer who reads is told: by the same pseudonym as one who is read. */
  String customer(String id) {
    return token("customer", id);
  }

  List<Coverage> coverage() {
    return batches.stream().flatMap(batch -> batch.getCoverageList().stream()).toList();
  }

  /** What the agent said went wrong, by its own account. */
  Set<String> troubles() {
    Set<String> troubles = new TreeSet<>();
    for (Batch batch : batches) {
      batch.getGapsList().forEach(gap -> troubles.add("gap: " + gap.getReason() + gap.getDetail()));
      for (Coverage coverage : batch.getCoverageList()) {
        coverage
            .getFaultsList()
            .forEach(fault -> troubles.add("fault: " + fault.getWhere() + ": " + fault.getError()));
        coverage.getHooksList().stream()
            .filter(hook -> !hook.getProblem().isEmpty())
            .forEach(hook -> troubles.add("hook: " + hook.getName() + ": " + hook.getProblem()));
      }
    }
    return troubles;
  }

  /** All that the trail says was disclosed, by the number of the request. */
  Map<String, Set<Row>> rows() {
    Map<String, Set<Row>> rows = new HashMap<>();
    Set<String> told = new HashSet<>();
    for (Batch batch : batches) {
      for (Access access : batch.getAccessesList()) {
        String request = HexFormat.of().formatHex(access.getTraceId().toByteArray());
        Set<Row> own = rows.computeIfAbsent(request, number -> new TreeSet<>());
        for (Subject subject : access.getSubjectsList()) {
          Exposure exposure = batch.getExposures(subject.getExposure() - 1);
          String person = person(exposure.getSubjectKind(), subject.getId());
          disclosed(batch, access, request, person, exposure, own);
          if (access.getRequest().isEmpty()
              && !told.add(request + exposure.getSubjectKind() + subject.getId())) {
            own.add(row(batch, access, request, person, "", "told twice"));
          }
        }
        for (Unattributed nobody : access.getUnattributedList()) {
          Exposure exposure = batch.getExposures(nobody.getExposure() - 1);
          String source = batch.getWords(nobody.getSource() - 1);
          disclosed(batch, access, request, "nobody known, " + source, exposure, own);
        }
      }
    }
    return rows;
  }

  private String person(String kind, ByteString id) {
    String token = kind + " " + HexFormat.of().formatHex(id.toByteArray());
    return people.getOrDefault(token, token);
  }

  private static void disclosed(
      Batch batch, Access access, String request, String person, Exposure exposure, Set<Row> rows) {
    for (Disclosure one : exposure.getDisclosuresList()) {
      String channel = one.getChannel().name().replace("CHANNEL_", "").toLowerCase(Locale.ROOT);
      List<String> kinds = new ArrayList<>(one.getPlainList());
      one.getMaskedList().forEach(kind -> kinds.add(kind + "*"));
      kinds.forEach(kind -> rows.add(row(batch, access, request, person, channel, kind)));
    }
  }

  private static Row row(
      Batch batch, Access access, String request, String person, String channel, String kind) {
    Actor actor = batch.getCallers(access.getCaller() - 1).getActor();
    Operation operation = batch.getOperations(access.getOperation() - 1);
    String form = operation.getForm().name().replace("FORM_", "").toLowerCase(Locale.ROOT);
    return new Row(
        request,
        actor.getRole() + " " + actor.getId(),
        operation.getName() + " (" + form + ")",
        person,
        channel,
        kind);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
