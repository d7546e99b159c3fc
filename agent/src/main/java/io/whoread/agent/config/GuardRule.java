package io.whoread.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which members of a class are personal, and whose they are; and which table its objects are rows
 * of. Member names are Java names. A rule without a class is for a table alone: its members are
 * columns.
 */
public final class GuardRule {
  /** Name of the class, or a pattern; null where the rule is for a table alone. */
  public final Glob type;

  /**
   * Name of the table in lower case and without its schema, or a pattern; null where none is named.
   */
  public final Glob table;

  /** Column, in lower case, to member: those that are not named like their member. */
  public final Map<String, String> columns;

  /** Kind of the subject, {@code order} for example; null where objects have none. */
  public final String subject;

  /** Member that holds the subject's id; null where objects have none. */
  public final String id;

  /** Kind of identity to the member that holds it. At most {@value #MAX_LINKS}. */
  public final Map<String, String> links;

  public final String owner;
  public final String placed;
  public final String status;

  /** Member to kind of personal data. */
  public final Map<String, String> fields;

  /** Member to the line of {@code whoread.yaml} that names it; empty where none does. */
  public final Map<String, Integer> lines;

  /** As many as a ledger's entry has places for, beside owner, day and status. */
  public static final int MAX_LINKS = 5;

  public GuardRule(
      Glob type,
      String subject,
      String id,
      Map<String, String> links,
      String owner,
      String placed,
      String status,
      Map<String, String> fields) {
    this(type, null, Collections.emptyMap(), subject, id, links, owner, placed, status, fields);
  }

  public GuardRule(
      Glob type,
      Glob table,
      Map<String, String> columns,
      String subject,
      String id,
      Map<String, String> links,
      String owner,
      String placed,
      String status,
      Map<String, String> fields) {
    this(
        type,
        table,
        columns,
        subject,
        id,
        links,
        owner,
        placed,
        status,
        fields,
        Collections.emptyMap());
  }

  private GuardRule(
      Glob type,
      Glob table,
      Map<String, String> columns,
      String subject,
      String id,
      Map<String, String> links,
      String owner,
      String placed,
      String status,
      Map<String, String> fields,
      Map<String, Integer> lines) {
    this.type = type;
    this.table = table;
    this.columns = columns;
    this.subject = subject;
    this.id = id;
    this.links = links;
    this.owner = owner;
    this.placed = placed;
    this.status = status;
    this.fields = fields;
    this.lines = lines;
  }

  /**
   * This rule as it stands in a file.
   *
   * @param lines that name its members
   */
  GuardRule at(Map<String, Integer> lines) {
    return new GuardRule(
        type, table, columns, subject, id, links, owner, placed, status, fields, lines);
  }

  /**
   * What this rule says of a class that has some of its members only. The id stays: data of nobody
   * is to be told.
   *
   * @param personal whether a personal member is there, as a field or by an accessor
   * @param fact whether a fact is there, which is read by field
   */
  public GuardRule of(Predicate<String> personal, Predicate<String> fact) {
    Map<String, String> linked = new LinkedHashMap<>(links);
    linked.values().removeIf(fact.negate());
    Map<String, String> guarded = new LinkedHashMap<>(fields);
    guarded.keySet().removeIf(personal.negate());
    return new GuardRule(
        type,
        table,
        columns,
        subject,
        id,
        linked,
        fact.test(owner) ? owner : null,
        fact.test(placed) ? placed : null,
        fact.test(status) ? status : null,
        guarded);
  }

  /** All that this rule names: facts and personal members. */
  public Set<String> members() {
    Set<String> members = facts();
    members.addAll(fields.keySet());
    return members;
  }

  /** The members that are read by field: id, links, owner, day and status. */
  public Set<String> facts() {
    Set<String> facts = new TreeSet<>(links.values());
    Stream.of(id, owner, placed, status).filter(Objects::nonNull).forEach(facts::add);
    return facts;
  }

  /**
   * This rule for a class that extends one with a rule of its own: what holds for the superclass
   * holds for all its objects, and where the two differ the subclass is right. A subject of the
   * superclass that is of another kind becomes a link. Links beyond {@value #MAX_LINKS} are left
   * out, those of the superclass first.
   */
  public GuardRule extending(GuardRule base) {
    GuardRule known = subject == null ? base : this;
    Map<String, String> allLinks = new LinkedHashMap<>(links);
    if (known == this && base.subject != null && !base.subject.equals(subject)) {
      allLinks.putIfAbsent(base.subject, base.id);
    }
    base.links.forEach(allLinks::putIfAbsent);
    List<String> kinds = new ArrayList<>(allLinks.keySet());
    allLinks.keySet().retainAll(kinds.subList(0, Math.min(kinds.size(), MAX_LINKS)));
    Map<String, String> allFields = new LinkedHashMap<>(base.fields);
    allFields.putAll(fields);
    return new GuardRule(
        type,
        table,
        columns,
        known.subject,
        known.id,
        allLinks,
        owner == null ? base.owner : owner,
        placed == null ? base.placed : placed,
        status == null ? base.status : status,
        allFields);
  }
}
