package io.whoread.trials;

import static org.awaitility.Awaitility.await;

import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.Coverage;
import io.whoread.trials.Oracle.Finding;
import io.whoread.trials.Scenario.Visit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All scenarios in one shop with the agent attached, and what came of them. */
final class Trial {
  private final Map<String, List<Exchange>> exchanges = new LinkedHashMap<>();
  private final Map<String, Visitor> visitors = new HashMap<>();
  private final Oracle oracle = new Oracle(World.facts());

  private Trial() {}

  /**
   * What came of a scenario.
   *
   * @param shown what truly left, counted
   * @param differences of the trail from that; empty where they are equal
   */
  record Verdict(Scenario scenario, String shown, List<String> differences) {}

  /**
   * @param troubles what the agent itself said went wrong
   */
  record Result(List<Verdict> verdicts, Set<String> troubles) {}

  /**
   * @param guard what the agent's configuration says beside how to reach the collector
   */
  static Result run(
      Shop shop, Path jdk, Path folder, Servers servers, String guard, List<Scenario> scenarios)
      throws Exception {
    PseudonymKey key = PseudonymKey.generate(1);
    String url = servers.database().copy(folder.getFileName().toString());
    try (Trail trail = new Trail(key);
        Neighbour neighbour = new Neighbour();
        Attached attached =
            new Attached(
                shop,
                jdk,
                folder,
                guard,
                url,
                servers,
                neighbour.address(),
                trail.address(),
                key)) {
      Trial trial = new Trial();
      for (Scenario scenario : scenarios) {
        trial.visit(attached.address, trail, scenario);
      }
      attached.stop();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> trail.coverage().stream().anyMatch(Coverage::getStopping));
      return trial.judge(attached, servers, neighbour, trail, scenarios);
    }
  }

  private void visit(URI shop, Trail trail, Scenario scenario) throws Exception {
    Map<Visitor, Integer> before = new HashMap<>();
    visitors.values().forEach(one -> before.put(one, one.exchanges().size()));
    scenario
        .steps()
        .run(
            new Visit() {
              @Override
              public Visitor staff(int number) throws Exception {
                return loggedIn(World.staff(number), "staff " + World.staff(number));
              }

              @Override
              public Visitor seller() throws Exception {
                return loggedIn(World.SELLER, "seller " + World.SELLER);
              }

              @Override
              public Visitor courier() throws Exception {
                return loggedIn(World.COURIER, "courier " + World.COURIER);
              }

              @Override
              public Visitor customer(String id) throws Exception {
                return loggedIn(id, trail.customer(id));
              }

              private Visitor loggedIn(String account, String actor) throws Exception {
                Visitor known = visitors.get(account);
                if (known == null) {
                  known = new Visitor(shop, account, actor);
                  visitors.put(account, known);
                }
                return known;
              }
            });
    List<Exchange> own = new ArrayList<>();
    for (Visitor one : visitors.values()) {
      List<Exchange> made = one.exchanges();
      own.addAll(made.subList(before.getOrDefault(one, 0), made.size()));
    }
    exchanges.put(scenario.name(), own);
  }

  private Result judge(
      Attached attached,
      Servers servers,
      Neighbour neighbour,
      Trail trail,
      List<Scenario> scenarios)
      throws IOException {
    Map<String, List<String>> logged = attached.logged();
    Map<String, List<byte[]>> messages = servers.queue().messages();
    Map<String, Set<Row>> told = trail.rows();
    List<Verdict> verdicts = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      Truth truth = new Truth();
      Set<Row> rows = new TreeSet<>();
      for (Exchange exchange : exchanges.get(scenario.name())) {
        rows.addAll(told.getOrDefault(exchange.number(), Set.of()));
        add(truth, exchange, exchange.channel(), Units.of(exchange.type(), exchange.body()));
        for (String message : logged.getOrDefault(exchange.number(), List.of())) {
          add(truth, exchange, "log", Units.line(message));
        }
        for (Neighbour.Call call : neighbour.calls(exchange.number())) {
          add(truth, exchange, "rpc", Units.of(call.type(), call.body()));
          add(truth, exchange, "rpc", Units.line(call.target()));
        }
        for (byte[] message : messages.getOrDefault(exchange.number(), List.of())) {
          add(truth, exchange, "message", Units.of("json", message));
        }
        byte[] cached = servers.cache().cached(exchange.number());
        add(truth, exchange, "cache", Units.cached(cached));
      }
      verdicts.add(new Verdict(scenario, truth.summary(), truth.differences(rows)));
    }
    return new Result(verdicts, trail.troubles());
  }

  private void add(Truth truth, Exchange exchange, String channel, List<Unit> units) {
    for (Finding finding : oracle.find(units)) {
      truth.add(rows(exchange, channel, finding.subjects(), finding.kind()));
      truth.allow(rows(exchange, channel, finding.sharing(), finding.kind()));
    }
  }

  private static Set<Row> rows(
      Exchange exchange, String channel, Set<String> subjects, String kind) {
    Set<Row> rows = new TreeSet<>();
    for (String subject : subjects) {
      rows.add(
          new Row(
              exchange.number(), exchange.actor(), exchange.operation(), subject, channel, kind));
    }
    return rows;
  }
}
