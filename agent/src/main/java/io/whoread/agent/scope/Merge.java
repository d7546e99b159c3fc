package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.capture.bean.GuardedType;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.agent.ship.AccessDraft.UnattributedDraft;
import io.whoread.agent.ship.ExposureKey;
import io.whoread.agent.ship.Hex;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the entries of a ledger together, subject by subject, and replaces ids by pseudonyms.
 *
 * <p>What an id cannot be told of stays unattributed and is counted by class: no subject is ever
 * guessed.
 *
 * <p>This runs once a page with all that the page showed, so it makes few objects: a {@link Sum} a
 * subject, found again through one open table of numbers, and one {@link ExposureKey} for all
 * subjects that follow one another and were treated alike.
 */
final class Merge {
  private final GuardedTypes types;
  private final PseudonymCache pseudonyms;
  private final ZoneId zone;

  Merge(GuardedTypes types, PseudonymCache pseudonyms, ZoneId zone) {
    this.types = types;
    this.pseudonyms = pseudonyms;
    this.zone = zone;
  }

  Result of(Ledger ledger) {
    Sums sums = new Sums(ledger.size);
    Map<Object, Sum> others = null;
    for (int entry = 1; entry <= ledger.size; entry++) {
      GuardedType type = types.get(ledger.types[entry]);
      String id = type.subject == null ? null : id(ledger, entry);
      Sum sum;
      if (id == null) {
        others = others == null ? new IdentityHashMap<>() : others;
        sum = others.computeIfAbsent(ledger.objects[entry], key -> new Sum(type, null));
      } else {
        sum = sums.of(type, id);
        sum.facts(ledger, entry, type);
      }
      sum.add(ledger, entry);
    }
    Result result = new Result(sums.size);
    ExposureKey last = null;
    PseudonymCache.Trail trail = new PseudonymCache.Trail();
    for (int i = 0; i < sums.size; i++) {
      last = sums.all[i].exposure(last);
      result.subjects.add(subject(sums.all[i], last, trail));
    }
    if (others != null) {
      unattributed(others.values(), result.unattributed);
    }
    return result;
  }

  private static String id(Ledger ledger, int entry) {
    Object id = ledger.ids[entry];
    if (id != null) {
      return Values.id(id);
    }
    // A primitive id of 0 is one that was not yet given.
    return ledger.longIds[entry] == 0 ? null : Long.toString(ledger.longIds[entry]);
  }

  private SubjectDraft subject(Sum sum, ExposureKey exposure, PseudonymCache.Trail trail) {
    SubjectDraft draft = new SubjectDraft();
    draft.id = pseudonyms.of(sum.type.subject, sum.id, trail);
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
    draft.previousKinds.add(sum.type.subject);
    draft.previousIds.add(before.of(sum.type.subject, sum.id));
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
              .computeIfAbsent(sum.type.className, key -> new LinkedHashMap<>())
              .computeIfAbsent(last, key -> new UnattributedDraft());
      draft.source = sum.type.className;
      draft.exposure = last;
      draft.count++;
    }
    byClass.values().forEach(drafts -> into.addAll(drafts.values()));
  }

  /** What a ledger comes to. */
  static final class Result {
    final List<SubjectDraft> subjects;
    final List<UnattributedDraft> unattributed = new ArrayList<>();

    Result(int subjects) {
      this.subjects = new ArrayList<>(subjects);
    }
  }

  /** The sums of all subjects, in the order of their first read. */
  private static final class Sums {
    final Sum[] all;
    int size;

    /** Numbers of sums, from 1, by the hash of their subject; at most half full. */
    private final int[] table;

    Sums(int most) {
      all = new Sum[most];
      table = new int[Integer.highestOneBit(most + 1) * 4];
    }

    Sum of(GuardedType type, String id) {
      int hash = (id.hashCode() * 31 + type.subject.hashCode()) * 0x9e3779b1;
      for (int at = hash >>> 1; ; at++) {
        int place = at & table.length - 1;
        if (table[place] == 0) {
          Sum sum = new Sum(type, id);
          all[size] = sum;
          table[place] = ++size;
          return sum;
        }
        Sum known = all[table[place] - 1];
        if (known.id.equals(id) && known.type.subject.equals(type.subject)) {
          return known;
        }
      }
    }
  }
}
