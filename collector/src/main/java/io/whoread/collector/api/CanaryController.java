package io.whoread.collector.api;

import io.whoread.collector.canary.Canaries;
import io.whoread.collector.canary.CanaryKeeper;
import io.whoread.collector.canary.CanaryView;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Canary;
import io.whoread.collector.log.v1.CanaryName;
import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The canaries. A number comes in a request's body, is turned into pseudonyms here, and is kept
 * nowhere.
 */
@RestController
class CanaryController {
  private static final Logger LOGGER = LoggerFactory.getLogger(CanaryController.class);

  private final CanaryView view;
  private final CanaryKeeper keeper;
  private final Keys keys;
  private final Actions actions;

  CanaryController(CanaryView view, Log log, Keys keys, Actions actions) {
    this.view = view;
    this.keys = keys;
    this.actions = actions;
    this.keeper =
        new CanaryKeeper(
            log,
            () -> {
              CaughtUp.await(view, log);
              return view.canaries();
            });
  }

  /**
   * @param id to take it back by
   * @param channelKind "seller", "courier" or "team"; empty for nobody in particular
   * @param subject its pseudonyms, as addresses name them
   * @param renewed whether it was a canary before, under older keys alone; only when it was added
   * @param current whether it is one under the key that records are made with now
   * @param by login name; empty for the command line on the collector's own machine
   */
  record CanaryRow(
      String id,
      String kind,
      String label,
      String channelKind,
      String channel,
      String subject,
      Boolean renewed,
      boolean current,
      String by,
      Instant at) {

    private static CanaryRow of(
        Canary canary, Boolean renewed, boolean current, String by, Instant at) {
      return new CanaryRow(
          canary.getId(),
          canary.getKind(),
          canary.getLabel(),
          canary.getChannelKind(),
          canary.getChannel(),
          Subjects.names(
              canary.getNamesList().stream().map(n -> n.getPseudonym().toByteArray()).toList()),
          renewed,
          current,
          by,
          at);
    }
  }

  /** The newest first. Who asks is in the log before any of them is told. */
  @GetMapping("/api/canaries")
  List<CanaryRow> list(Authentication authentication) throws IOException {
    actions.listedCanaries(Person.of(authentication));
    int epoch = keys.exist() ? keys.all().getFirst().epoch() : 0;
    return view.canaries().all().stream()
        .sorted(Comparator.comparingLong(Canaries.Planted::addedMs).reversed())
        .map(
            each ->
                CanaryRow.of(
                    each.canary(),
                    null,
                    each.canary().getNamesList().stream()
                        .mapToInt(CanaryName::getKeyEpoch)
                        .anyMatch(known -> known == epoch),
                    each.user(),
                    Instant.ofEpochMilli(each.addedMs())))
        .toList();
  }

  @PostMapping("/api/canaries")
  CanaryRow add(@RequestBody CanaryKeeper.Given given, Authentication authentication)
      throws IOException {
    List<PseudonymKey> all = keys.all();
    CanaryKeeper.Added added = written(() -> keeper.add(given, all, bringer(authentication)));
    return CanaryRow.of(
        added.canary(), added.renewed(), true, Person.of(authentication).name(), null);
  }

  /**
   * @param id of the canary
   */
  record Removal(String id) {}

  @PostMapping("/api/canaries/remove")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@RequestBody Removal removal, Authentication authentication) {
    written(() -> keeper.remove(removal.id(), bringer(authentication)));
  }

  private static CanaryKeeper.Bringer bringer(Authentication authentication) {
    Person person = Person.of(authentication);
    return new CanaryKeeper.Bringer(person.name(), person.address());
  }

  private interface Change<T> {
    T make() throws IOException;
  }

  private static <T> T written(Change<T> change) {
    try {
      return change.make();
    } catch (IOException e) {
      LOGGER.error("a change of the canaries could not be written", e);
      throw new Refusal(
          503, "log-unavailable", "The log cannot be written, so nothing may be changed.", e);
    }
  }
}
