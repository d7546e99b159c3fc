package io.whoread.agent.scope;

import io.whoread.agent.ship.AccessDraft.LoadedDraft;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.agent.ship.AccessDraft.UnattributedDraft;
import io.whoread.agent.ship.ExposureKey;
import io.whoread.agent.ship.Hex;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of a request's subjects what is written of them: ids are replaced by pseudonyms.
 *
 * <p>This runs once a page with all that the page showed, so it makes one {@link ExposureKey} for
 * all subjects that follow one another and were treated alike.
 */
final class Drafts {
  private final PseudonymCache pseudonyms;
  private final ZoneId zone;

  Drafts(PseudonymCache pseudonyms, ZoneId zone) {
    this.pseudonyms = pseudonyms;
    this.zone = zone;
  }

  Result of(Subjects.News news) {
    Result result = new Result(news.subjects.size());
    ExposureKey last = null;
    PseudonymCache.Trail trail = new PseudonymCache.Trail();
    for (Sum sum : news.subjects) {
      last = sum.exposure(last);
      result.subjects.add(subject(sum, last, trail));
    }
    result.fewest = news.fewest;
    unattributed(news.unattributed, result.unattributed);
    result.loaded = news.loaded;
    return result;
  }

  private SubjectDraft subject(Sum sum, ExposureKey exposure, PseudonymCache.Trail trail) {
    SubjectDraft draft = new SubjectDraft();
    draft.id = pseudonyms.of(sum.kind, sum.id, trail);
    draft.exposure = exposure;
    draft.owner = Values.owner(sum.owner, this::ownerPseudonym);
    draft.status = Values.word(sum.status);
    draft.placedDay = Values.day(sum.placed, zone);
    if (sum.links > 0) {
      draft.linkKinds = new ArrayList<>(sum.links);
      draft.linkIds = new ArrayList<>(sum.links);
      for (int i = 0; i < sum.links; i++) {
        draft.linkKinds.add(sum.linkKinds[i]);
        draft.linkIds.add(pseudonyms.of(sum.linkKinds[i], sum.linkIds[i], trail));
      }
    }
    if (pseudonyms.previous() != null) {
      previous(sum, draft, pseudonyms.previous());
    }
    return draft;
  }

  /** While keys change: the subject and its links under the key before. */
  private static void previous(Sum sum, SubjectDraft draft, PseudonymCache before) {
    draft.previousKinds = new ArrayList<>(1 + sum.links);
    draft.previousIds = new ArrayList<>(1 + sum.links);
    draft.previousKinds.add(sum.kind);
    draft.previousIds.add(before.of(sum.kind, sum.id));
    for (int i = 0; i < sum.links; i++) {
      draft.previousKinds.add(sum.linkKinds[i]);
      draft.previousIds.add(before.of(sum.linkKinds[i], sum.linkIds[i]));
    }
  }

  private String ownerPseudonym(String owner) {
    return Hex.of(pseudonyms.of("actor", owner));
  }

  private static void unattributed(Iterable<Sum> others, List<UnattributedDraft> into) {
    Map<String, Map<ExposureKey, UnattributedDraft>> byClass = new LinkedHashMap<>();
    ExposureKey last = null;
    for (Sum sum : others) {
      last = sum.exposure(last);
      UnattributedDraft draft =
          byClass
              .computeIfAbsent(sum.source, key -> new LinkedHashMap<>())
              .computeIfAbsent(last, key -> new UnattributedDraft());
      draft.source = sum.source;
      draft.exposure = last;
      draft.count++;
    }
    byClass.values().forEach(drafts -> into.addAll(drafts.values()));
  }

  /** What is written. */
  static final class Result {
    final List<SubjectDraft> subjects;
    final List<UnattributedDraft> unattributed = new ArrayList<>();
    List<LoadedDraft> loaded;

    /** How many subjects the request has shown so far, of the kind with the fewest. */
    int fewest;

    Result(int subjects) {
      this.subjects = new ArrayList<>(subjects);
    }
  }
}
