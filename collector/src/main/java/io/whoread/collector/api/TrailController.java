package io.whoread.collector.api;

import io.whoread.collector.index.AccessFilter;
import io.whoread.collector.index.AccessRow;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.index.Index;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lines of the trail: of a person, or about a subject; page by page, and one in full. */
@RestController
class TrailController {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final Duration LONGEST_ACCESS = Duration.ofDays(1);

  private final Index index;
  private final Openings openings;
  private final InstantSource clock;
  private final ZoneId zone;

  TrailController(Index index, Openings openings, InstantSource clock, ZoneId zone) {
    this.index = index;
    this.openings = openings;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * What the lines are narrowed to; null for any.
   *
   * @param role may be left out where the actor's id stands for one person only
   * @param subject pseudonyms as {@link Subjects} has them
   * @param weekday 1 (Monday) to 7, together with {@code hour}
   * @param alert that the person comes from
   */
  record Question(
      String from,
      String to,
      String zone,
      String actor,
      String role,
      String service,
      String operation,
      String form,
      String address,
      String field,
      String subject,
      Integer weekday,
      Integer hour,
      String alert) {

    /**
     * @param who null for anybody
     */
    AccessFilter filter(TimeRange range, ActorId who, List<byte[]> subjects) {
      return new AccessFilter(
          range.from(),
          range.to(),
          who == null ? null : who.id(),
          who == null ? null : who.role(),
          service,
          operation,
          form,
          address,
          field,
          subjects);
    }

    Trail.Hour hourOfWeek() {
      return weekday == null || hour == null ? null : new Trail.Hour(weekday, hour);
    }
  }

  /**
   * @param next cursor of the next page; null on the last
   */
  record Page(List<AccessView> accesses, String next) {}

  @GetMapping("/api/trail")
  Page page(
      @ModelAttribute Question question,
      @RequestParam(required = false) String after,
      @RequestParam(defaultValue = "200") int limit,
      Authentication authentication)
      throws IOException {
    Allowed allowed = allow(Person.of(authentication), question);
    TimeRange range = TimeRange.of(question.from(), question.to(), USUAL, clock);
    Set<String> pseudonyms = Subjects.hex(allowed.subjects());
    Trail trail =
        Trail.page(
            index,
            question.filter(range, allowed.who(), allowed.subjects()),
            row -> pseudonyms.isEmpty() ? AccessView.of(row) : AccessView.of(row, pseudonyms),
            question.hourOfWeek(),
            TimeRange.zone(question.zone(), zone),
            after,
            limit);
    if (trail.accesses().isEmpty() && after == null) {
      Certainty.ofNothing(index);
    }
    return new Page(trail.accesses(), trail.next());
  }

  /**
   * All that the trail holds of what a line tells: of a long access its parts too.
   *
   * @param id of an access, from a line
   */
  @GetMapping("/api/access")
  AccessView.Detail access(
      @RequestParam String id, @ModelAttribute Question question, Authentication authentication)
      throws IOException {
    Allowed allowed = allow(Person.of(authentication), question);
    List<byte[]> subjects = allowed.subjects();
    AccessRow.Cursor wanted = Trail.cursor(id);
    Instant at = Instant.ofEpochMilli(wanted.atMs());
    AccessFilter filter =
        question.filter(new TimeRange(at, at.plusMillis(1)), allowed.who(), subjects);
    AccessRow.Cursor after = null;
    while (true) {
      List<AccessRow> rows = index.accesses(filter, after, 1000);
      for (AccessRow row : rows) {
        if (row.cursor().equals(wanted)) {
          return AccessView.detail(parts(row, question, allowed), Subjects.hex(subjects));
        }
      }
      if (rows.size() < 1000) {
        Certainty.ofNothing(index);
        throw Refusal.notFound("no-such-access", "There is no such access in the trail.");
      }
      after = rows.getLast().cursor();
    }
  }

  /** The row and the further parts of the same access that one line tells with it. */
  private List<AccessRow> parts(AccessRow first, Question question, Allowed allowed)
      throws IOException {
    List<AccessRow> parts = new ArrayList<>(List.of(first));
    if (!first.request().isEmpty()) {
      TimeRange before = new TimeRange(first.at().minus(LONGEST_ACCESS), first.at().plusMillis(1));
      AccessFilter filter = question.filter(before, allowed.who(), allowed.subjects());
      for (AccessRow row : index.accesses(filter, first.cursor(), Trail.MOST_PARTS - 1)) {
        if (!Trail.arePartsOfOne(first, row)) {
          break;
        }
        parts.add(row);
      }
    }
    return parts;
  }

  /**
   * @param who null where subjects are asked for
   */
  private record Allowed(ActorId who, List<byte[]> subjects) {}

  private Allowed allow(Person person, Question question) throws IOException {
    if (question.subject() == null) {
      return new Allowed(
          openings.require(person, question.actor(), question.role(), question.alert()), List.of());
    }
    List<byte[]> subjects = Subjects.parse(question.subject());
    openings.follow(person, subjects);
    return new Allowed(null, subjects);
  }
}
