package io.whoread.agent.scope;

import io.whoread.agent.actor.PersonalId;
import io.whoread.agent.boot.Ledger;
import io.whoread.agent.capture.bean.GuardedType;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.agent.ship.AccessDraft.UnattributedDraft;
import io.whoread.agent.ship.ExposureKey;
import io.whoread.record.v1.Channel;
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
 */
final class Merge {
  private static final int CHANNELS = 8;

  private final GuardedTypes types;
  private final PseudonymCache pseudonyms;
  private final ZoneId zone;

  Merge(GuardedTypes types, PseudonymCache pseudonyms, ZoneId zone) {
    this.types = types;
    this.pseudonyms = pseudonyms;
    this.zone = zone;
  }

  Result of(Ledger ledger) {
    Map<String, Sum> subjects = new LinkedHashMap<>();
    Map<Object, Sum> others = new IdentityHashMap<>();
    for (int entry = 1; entry <= ledger.size; entry++) {
      GuardedType type = types.get(ledger.types[entry]);
      String id = id(ledger, entry);
      Sum sum;
      if (type.subject == null || id == null) {
        sum = others.computeIfAbsent(ledger.objects[entry], key -> new Sum(type, null));
      } else {
        String key = type.subject + '\0' + id;
        sum = subjects.get(key);
        if (sum == null) {
          sum = new Sum(type, id);
          subjects.put(key, sum);
        }
        sum.facts(ledger, entry, type);
      }
      sum.add(ledger, entry);
    }
    Result result = new Result();
    ExposureKey last = null;
    for (Sum sum : subjects.values()) {
      last = sum.key(last);
      result.subjects.add(subject(sum, last));
    }
    unattributed(others.values(), result.unattributed);
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

  private SubjectDraft subject(Sum sum, ExposureKey exposure) {
    SubjectDraft draft = new SubjectDraft();
    draft.id = pseudonyms.of(sum.type.subject, sum.id);
    draft.exposure = exposure;
    draft.owner = clear(Values.word(sum.facts[GuardedType.OWNER]));
    draft.status = Values.word(sum.facts[GuardedType.STATUS]);
    draft.placedDay = Values.day(sum.facts[GuardedType.PLACED], zone);
    for (Map.Entry<String, String> link : sum.links.entrySet()) {
      draft.linkKinds.add(link.getKey());
      draft.linkIds.add(pseudonyms.of(link.getKey(), link.getValue()));
    }
    return draft;
  }

  /** An owner's id that is itself personal is replaced by its pseudonym. */
  private String clear(String owner) {
    return owner == null || !PersonalId.looksPersonal(owner)
        ? owner
        : Ids.hex(pseudonyms.of("actor", owner));
  }

  private static void unattributed(Iterable<Sum> others, List<UnattributedDraft> into) {
    Map<String, Map<ExposureKey, UnattributedDraft>> byClass = new LinkedHashMap<>();
    ExposureKey last = null;
    for (Sum sum : others) {
      last = sum.key(last);
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
    final List<SubjectDraft> subjects = new ArrayList<>();
    final List<UnattributedDraft> unattributed = new ArrayList<>();
  }

  /** All that was done with one subject. */
  private static final class Sum {
    final GuardedType type;
    final String id;
    final long[] plain = new long[CHANNELS];
    final long[] masked = new long[CHANNELS];
    final Object[] facts = new Object[GuardedType.FIRST_LINK];
    final Map<String, String> links = new LinkedHashMap<>(4);
    long touched;
    long framework;

    Sum(GuardedType type, String id) {
      this.type = type;
      this.id = id;
    }

    void add(Ledger ledger, int entry) {
      touched |= ledger.touched[entry];
      framework |= ledger.framework[entry];
      int channel = ledger.channels[entry];
      if (channel >= Channel.CHANNEL_RESPONSE_VALUE && channel < CHANNELS) {
        plain[channel] |= ledger.plain[entry];
        masked[channel] |= ledger.masked[entry];
      }
    }

    /** Takes what is not known yet: one class of a subject may say what another does not. */
    void facts(Ledger ledger, int entry, GuardedType of) {
      int at = entry * Ledger.FACTS;
      for (int i = 0; i < facts.length; i++) {
        facts[i] = facts[i] == null ? ledger.facts[at + i] : facts[i];
      }
      for (int i = 0; i < of.linkKinds.size(); i++) {
        String linked = Values.id(ledger.facts[at + GuardedType.FIRST_LINK + i]);
        if (linked != null) {
          links.putIfAbsent(of.linkKinds.get(i), linked);
        }
      }
    }

    ExposureKey key(ExposureKey last) {
      String kind = id == null ? "" : type.subject;
      long onlyFramework = framework & ~touched;
      ExposureKey key = new ExposureKey(kind, touched, onlyFramework, plain, masked);
      return key.equals(last) ? last : key;
    }
  }
}
