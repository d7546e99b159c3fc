package io.whoread.collector.api;

import io.whoread.collector.coverage.Coverages;
import io.whoread.collector.evidence.AffectedCsv;
import io.whoread.collector.evidence.BlastRadius;
import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The blast radius of a person, an address or a session: whose data it was given. That it was asked
 * for, and why, is in the log before anything is told.
 */
@RestController
class BlastController {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final Pattern SESSION = Pattern.compile("[0-9a-f]{32}");

  private final Index index;
  private final Actions actions;
  private final Coverages coverages;
  private final InstantSource clock;
  private final ZoneId zone;

  BlastController(
      Index index, Actions actions, Coverages coverages, InstantSource clock, ZoneId zone) {
    this.index = index;
    this.actions = actions;
    this.coverages = coverages;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * Exactly one of a person, an address and a session.
   *
   * @param actor with {@code role}
   * @param session pseudonym, 32 hexadecimal digits
   * @param from ISO 8601 instant; null for 30 days before {@code to}
   * @param to likewise; null for now
   */
  record Question(
      String actor,
      String role,
      String address,
      String session,
      String from,
      String to,
      String reason) {}

  /**
   * @param subjects how many, of all kinds
   * @param importedAlone how many of them by imported records alone
   * @param kinds how many of each kind
   * @param ofNobody accesses that read data of which it is not known whose it is, too: those are in
   *     no list
   * @param cover how far the range of time is covered
   */
  record Summary(
      Instant from,
      Instant to,
      String zone,
      long accesses,
      long subjects,
      long importedAlone,
      Map<String, Long> kinds,
      long ofNobody,
      List<BlastRadius.FieldCount> fields,
      List<BlastRadius.DayCount> days,
      Cover cover) {}

  @PostMapping("/api/blast")
  Summary summary(@RequestBody Question question, Authentication authentication)
      throws IOException {
    TimeRange range = range(question);
    BlastRadius radius = radius(question, range, Person.of(authentication));
    return new Summary(
        range.from(),
        range.to(),
        zone.getId(),
        radius.accesses(),
        radius.size(),
        radius.importedAlone(),
        radius.kinds(),
        radius.ofNobody(),
        radius.fields(),
        radius.days(),
        Cover.of(coverages, range, clock.instant()));
  }

  /** All of them, as {@link AffectedCsv} writes them. */
  @PostMapping("/api/blast/list")
  void list(
      @RequestBody Question question, Authentication authentication, HttpServletResponse response)
      throws IOException {
    BlastRadius radius = radius(question, range(question), Person.of(authentication));
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"affected.csv\"");
    try (Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
      AffectedCsv.write(radius.affected(), out);
    }
  }

  private TimeRange range(Question question) {
    return TimeRange.of(question.from(), question.to(), USUAL, clock);
  }

  private BlastRadius radius(Question question, TimeRange range, Person person) throws IOException {
    AccessFilter all = AccessFilter.between(range.from(), range.to());
    AccessFilter filter = all;
    Predicate<AccessRow> also = row -> true;
    ActorId who = null;
    String source = "";
    if (is(question.actor()) && !is(question.address()) && !is(question.session())) {
      if (!is(question.role())) {
        throw Refusal.badRequest("role-needed", "Say in which role, in `role`.");
      }
      who = new ActorId(question.role(), question.actor());
      filter = all.ofActor(who);
    } else if (is(question.address()) && !is(question.actor()) && !is(question.session())) {
      source =
          matching(
              LookupController.ADDRESS, question.address(), "address", "an IPv4 or IPv6 address");
      filter =
          new AccessFilter(
              range.from(), range.to(), null, null, null, null, null, source, null, List.of());
    } else if (is(question.session()) && !is(question.actor()) && !is(question.address())) {
      String session =
          matching(SESSION, question.session(), "session", "a pseudonym of 32 hexadecimal digits");
      source = "session " + session;
      also = row -> row.session().equals(session);
    } else {
      throw Refusal.badRequest(
          "bad-source",
          "Say whose reads are meant, by one of `actor` with `role`, `address` and `session`.");
    }
    String reason = Openings.reason(question.reason(), null);
    // What was typed and is nobody's is kept nowhere.
    if (who != null && index.accesses(filter, null, 1).isEmpty()) {
      Certainty.ofNothing(index);
      throw Refusal.notFound("no-such-person", "The trail of this time knows no such person.");
    }
    actions.listedSubjects(person, who, source, reason);
    try {
      return BlastRadius.of(index, filter, also, zone);
    } catch (BlastRadius.TooManyException e) {
      throw new Refusal(
          413,
          "too-many-subjects",
          "More than " + BlastRadius.MOST + " were read: ask for shorter times, one by one.",
          e);
    }
  }

  private static boolean is(String text) {
    return text != null && !text.isBlank();
  }

  private static String matching(Pattern shape, String text, String field, String expected) {
    if (!shape.matcher(text.strip()).matches()) {
      throw Refusal.badRequest("bad-" + field, "`" + field + "` must be " + expected + ".");
    }
    return text.strip();
  }
}
