package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.capture.bean.GuardedType;
import io.whoread.agent.ship.ExposureKey;
import io.whoread.record.v1.Channel;
import java.util.Arrays;
import java.util.List;

/** All that was done with one subject, or with one object whose subject is not known. */
final class Sum {
  private static final int CHANNELS = Channel.CHANNEL_OTHER_VALUE + 1;

  /** Of one kind: a subject is linked to few customers or parcels, but to more than one. */
  private static final int MAX_LINKS = 8;

  private static final long[] NONE = new long[CHANNELS];

  final GuardedType type;

  /** Null where it is not known. */
  final String id;

  Object owner;
  Object placed;
  Object status;

  /** How many places of the next two are taken. */
  int links;

  String[] linkKinds;
  String[] linkIds;

  private long touched;
  private long framework;
  private long[] plain = NONE;
  private long[] masked = NONE;

  Sum(GuardedType type, String id) {
    this.type = type;
    this.id = id;
  }

  void add(Ledger ledger, int entry) {
    touched |= ledger.touched[entry];
    framework |= ledger.framework[entry];
    int channel = ledger.channels[entry];
    if (channel >= Channel.CHANNEL_RESPONSE_VALUE && channel < CHANNELS) {
      if (plain == NONE) {
        plain = new long[CHANNELS];
        masked = new long[CHANNELS];
      }
      plain[channel] |= ledger.plain[entry];
      masked[channel] |= ledger.masked[entry];
    }
  }

  /** Takes what is not known yet: one class of a subject may say what another does not. */
  void facts(Ledger ledger, int entry, GuardedType of) {
    Object[] facts = ledger.facts;
    int at = entry * Ledger.FACTS;
    owner = owner == null ? facts[at + GuardedType.OWNER] : owner;
    placed = placed == null ? facts[at + GuardedType.PLACED] : placed;
    status = status == null ? facts[at + GuardedType.STATUS] : status;
    List<String> kinds = of.linkKinds;
    for (int i = 0; i < kinds.size(); i++) {
      String linked = Values.id(facts[at + GuardedType.FIRST_LINK + i]);
      if (linked != null) {
        link(kinds.get(i), linked);
      }
    }
  }

  private void link(String kind, String linked) {
    int ofKind = 0;
    for (int i = 0; i < links; i++) {
      if (linkKinds[i].equals(kind)) {
        if (linkIds[i].equals(linked) || ++ofKind == MAX_LINKS) {
          return;
        }
      }
    }
    if (linkKinds == null) {
      linkKinds = new String[4];
      linkIds = new String[4];
    } else if (links == linkKinds.length) {
      linkKinds = Arrays.copyOf(linkKinds, 2 * links);
      linkIds = Arrays.copyOf(linkIds, 2 * links);
    }
    linkKinds[links] = kind;
    linkIds[links] = linked;
    links++;
  }

  /**
   * How it was treated.
   *
   * @param last of another sum, which is returned where it says the same; or null
   */
  ExposureKey exposure(ExposureKey last) {
    String kind = id == null ? "" : type.subject;
    long onlyFramework = framework & ~touched;
    return last != null && last.says(kind, touched, onlyFramework, plain, masked)
        ? last
        : new ExposureKey(kind, touched, onlyFramework, plain, masked);
  }
}
