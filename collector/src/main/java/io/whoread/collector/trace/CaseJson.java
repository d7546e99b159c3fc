package io.whoread.collector.trace;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A result as one JSON object: maps, lists, texts and numbers. Times are ISO-8601 in UTC. */
public final class CaseJson {
  /** Of kinds other than persons. */
  private static final int MOST_OTHERS = 50;

  private static final double DAY_MS = 86_400_000;

  private CaseJson() {}

  public static Map<String, Object> of(CaseResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("case", result.name());
    json.put("victims", result.victims());
    json.put("untraced", result.untraced());
    json.put("windows", result.windows().stream().map(each -> window(each, result)).toList());
    json.put("verdict", result.verdict().label());
    if (result.partly() != null) {
      json.put("whole", result.whole());
    }
    json.put("supported", result.persons().isSupported());
    json.put("imported_alone", result.isByImportedAlone());
    json.put("cannot_tell", result.persons().cannotTell());
    json.put("suspects", result.persons().sources().stream().map(CaseJson::person).toList());
    Map<String, Object> others = new LinkedHashMap<>();
    result.others().forEach(each -> others.put(each.kind().label(), ranking(each)));
    json.put("others", others);
    json.put("excluded", excluded(result.exclusion()));
    json.put("about", result.exclusion().about().stream().map(CaseJson::asked).toList());
    json.put("rivals", rivals(result.takeover()));
    json.put("knew_not_guarded", PlainFields.labels(result.unguarded()));
    json.put("fields_unknown", result.fieldsUnknown());
    return json;
  }

  private static Map<String, Object> ranking(Ranking ranking) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("supported", ranking.isSupported());
    json.put("cannot_tell", ranking.cannotTell());
    json.put("found", ranking.sources().size());
    json.put(
        "sources",
        ranking.sources().stream()
            .limit(MOST_OTHERS)
            .map(source -> other(ranking.kind(), source))
            .toList());
    return json;
  }

  private static Map<String, Object> person(Source source) {
    Map<String, Object> json = name(source.name());
    numbers(json, source);
    reads(json, source);
    return json;
  }

  private static Map<String, Object> other(SourceKind kind, Source source) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", source.name().name());
    if (kind == SourceKind.OPERATION) {
      json.put("service", source.name().group());
    }
    numbers(json, source);
    if (kind != SourceKind.SELLER) {
      reads(json, source);
    }
    return json;
  }

  private static Map<String, Object> name(SourceName person) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("actor", person.name());
    json.put("role", person.group());
    return json;
  }

  private static void numbers(Map<String, Object> json, Source source) {
    json.put("supported", source.isSupported());
    json.put("explained", source.explained());
    json.put("explained_imported", source.imported());
    json.put("of", source.of());
    json.put("expected", round(source.expected()));
    json.put("expected_range", List.of(source.low(), source.high()));
    json.put("beyond", source.beyond());
    json.put("of_beyond", source.rest());
    json.put("p", source.p());
    json.put("log_likelihood_ratio", round(source.logRatio()));
    json.put("lines", source.victims().stream().map(Victim::line).toList());
  }

  private static void reads(Map<String, Object> json, Source source) {
    json.put("knew_met", source.reads().stream().filter(Source.Read::isMet).count());
    json.put("knew_unknown", source.reads().stream().filter(Source.Read::isUnknown).count());
    json.put("knew_unmet", source.unmet());
    json.put("reads", source.reads().stream().map(CaseJson::read).toList());
  }

  private static Map<String, Object> window(Victim.Window window, CaseResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", window.victim().line());
    json.put("from", time(window.from()));
    json.put("to", time(window.to()));
    if (result.partly() != null) {
      json.put("whole", !result.partly().contains(window.victim().line()));
    }
    return json;
  }

  private static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }

  private static Map<String, Object> read(Source.Read read) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", read.victim().line());
    if (read.imported()) {
      json.put("imported", true);
    }
    if (read.plain() != PlainFields.UNKNOWN) {
      json.put("plain", PlainFields.labels(read.plain()));
    }
    json.put("first", time(read.first()));
    json.put("last", time(read.last()));
    if (read.victim().to() != Victim.UNKNOWN) {
      json.put("days_to_fraud", Math.round((read.victim().to() - read.last()) / DAY_MS * 10) / 1e1);
    }
    return json;
  }

  private static Map<String, Object> excluded(Exclusion exclusion) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("active", exclusion.active());
    json.put("read_none", exclusion.readNone());
    json.put("no_more_than_chance", exclusion.noMore());
    json.put(
        "persons",
        exclusion.excluded().stream()
            .map(
                source -> {
                  Map<String, Object> one = name(source.name());
                  one.put("explained", source.explained());
                  one.put("of", source.of());
                  one.put("expected", round(source.expected()));
                  one.put("expected_range", List.of(source.low(), source.high()));
                  one.put("log_likelihood_ratio", round(source.logRatio()));
                  return one;
                })
            .toList());
    return json;
  }

  private static Map<String, Object> asked(Exclusion.Asked asked) {
    Map<String, Object> json = name(asked.name());
    json.put("known", asked.known());
    if (asked.source() != null) {
      numbers(json, asked.source());
      reads(json, asked.source());
    }
    return json;
  }

  private static List<Object> rivals(Takeover takeover) {
    if (takeover.lines().isEmpty() && takeover.seen().isEmpty()) {
      return List.of();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hypothesis", "customer accounts taken over");
    json.put("password_known", takeover.lines());
    json.put(
        "seen",
        takeover.seen().stream()
            .map(
                seen ->
                    Map.of(
                        "line", seen.line(),
                        "kind", seen.kind().label(),
                        "name", seen.name().name(),
                        "customers", seen.customers()))
            .toList());
    return List.of(json);
  }

  private static double round(double number) {
    return Math.round(number * 1_000) / 1e3;
  }
}
