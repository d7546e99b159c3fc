package io.whoread.agent.capture.bean;

import io.whoread.agent.config.GuardRule;
import io.whoread.agent.ship.FieldNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A class whose personal members are guarded. */
public final class GuardedType {
  /** Places of the facts that a ledger's entry takes; links follow. */
  public static final int OWNER = 0;

  public static final int PLACED = 1;
  public static final int STATUS = 2;
  public static final int FIRST_LINK = 3;

  public final int number;
  public final String className;

  /** Null where objects have no subject. */
  public final String subject;

  /** Kinds of the links, in the order of the facts. */
  public final List<String> linkKinds;

  /** Whether its objects name another number of their own subject beside the id. */
  public final boolean hasOtherIds;

  /** Member to kind of personal data. */
  public final Map<String, String> fields;

  final String id;

  /** Members of the facts by their place; null where there is none. */
  final String[] factMembers;

  /** Members that its class was found to lack; null before it was met. */
  private volatile Set<String> lacking;

  private final Map<String, Integer> bits = new HashMap<>();

  /** Whether its class was met. Before, what it inherits is not known. */
  volatile boolean met;

  volatile boolean hooked;

  GuardedType(int number, String className, GuardRule rule, FieldNames kinds) {
    this.number = number;
    this.className = className;
    this.subject = rule.subject;
    this.id = rule.id;
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(rule.fields));
    this.linkKinds = new ArrayList<>(rule.links.keySet());
    this.hasOtherIds = linkKinds.contains(subject);
    this.factMembers = new String[FIRST_LINK + linkKinds.size()];
    factMembers[OWNER] = rule.owner;
    factMembers[PLACED] = rule.placed;
    factMembers[STATUS] = rule.status;
    int place = FIRST_LINK;
    for (String member : rule.links.values()) {
      factMembers[place++] = member;
    }
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String member = field.getKey();
      int bit = kinds.bit(field.getValue());
      for (String accessor : accessors(member)) {
        // Names of members as the JVM gives them are interned: the very same are found soonest.
        bits.put(accessor.intern(), bit);
      }
    }
  }

  /** Whether a method of that name yields that member. */
  static boolean isAccessor(String method, String member) {
    return accessors(member).contains(method);
  }

  /** Of {@code eMail} some tools make {@code getEMail}, and others {@code geteMail}. */
  private static List<String> accessors(String member) {
    String tail = Character.toUpperCase(member.charAt(0)) + member.substring(1);
    return Arrays.asList(member, "get" + tail, "is" + tail, "get" + member, "is" + member);
  }

  /**
   * The bit of the kind of personal data that an accessor or field yields, or -1.
   *
   * @param name {@code getMobile}, {@code isMobile} or {@code mobile}
   */
  int bit(String name) {
    Integer bit = bits.get(name);
    return bit == null ? -1 : bit;
  }

  void lacks(Set<String> members) {
    if (lacking == null) {
      lacking = members;
    }
  }

  /** The guarded members, without those that the class was found to lack. */
  public Map<String, String> guardedFields() {
    Set<String> without = lacking;
    Map<String, String> guarded = new LinkedHashMap<>(fields);
    if (without != null) {
      guarded.keySet().removeAll(without);
    }
    return guarded;
  }

  /** Whether the class was found, and its accessors are hooked. */
  public boolean isHooked() {
    return hooked;
  }

  /** Whether a place of the facts is that of a link. */
  static boolean isLink(int place) {
    return place >= FIRST_LINK;
  }

  /** The kind of the link at a place of the facts. */
  String linkKind(int place) {
    return linkKinds.get(place - FIRST_LINK);
  }

  /** What a hooked accessor passes on. */
  int site(int bit) {
    return number << 6 | bit;
  }
}
