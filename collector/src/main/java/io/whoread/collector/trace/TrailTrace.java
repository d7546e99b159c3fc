package io.whoread.collector.trace;

import io.whoread.collector.index.Index;
import io.whoread.collector.index.LazyBatch;
import io.whoread.collector.log.Log;
import io.whoread.collector.sample.Sample;
import io.whoread.collector.sample.SampledReads;
import io.whoread.collector.trace.TrailVictims.Found;
import io.whoread.record.v1.Actor;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Traces lists of victims in the collector's own trail. What was read of the victims is taken from
 * the log, all of it; what they are compared with is the sample's.
 */
public final class TrailTrace {
  private final Index index;
  private final Sample sample;
  private final Log log;

  public TrailTrace(Index index, Sample sample, Log log) {
    this.index = index;
    this.sample = sample;
    this.log = log;
  }

  /**
   * What a line of the list is in the trail.
   *
   * @param kind "order" ...
   * @param pseudonyms of what was traced
   * @param candidates how many orders of a customer or a phone the line may mean; 1 for any other
   *     number
   * @param resolved whether the line had no number, and a resolver named orders
   */
  public record Identity(
      long line, String kind, List<byte[]> pseudonyms, int candidates, boolean resolved) {}

  /**
   * @param share of all subjects of the kind that the victims were compared with a part of
   * @param reads of these subjects
   */
  public record Compared(String kind, double share, long reads) {}

  /**
   * @param identities of the lines that were traced, by case
   */
  public record Answer(
      List<CaseResult> cases,
      Map<String, List<Identity>> identities,
      List<Compared> compared,
      List<VictimList.Problem> problems) {}

  /**
   * @param numbers what was made of the list
   * @param about persons to be told of, whatever they read
   * @param zone of purchases
   * @throws TooManyReads where the list names what everybody reads
   */
  public Answer trace(
      Map<String, List<Victim>> cases, Numbers numbers, List<SourceName> about, ZoneId zone)
      throws IOException {
    TrailVictims.Resolved victims = TrailVictims.resolve(index, cases.values(), numbers, zone);
    TrailTable table = new TrailTable();
    about.forEach(table::name);
    List<String> kinds =
        List.copyOf(
            new LinkedHashSet<>(victims.found().values().stream().map(Found::kind).toList()));
    Set<ReadTable.Subject> own = new HashSet<>();
    for (Found found : victims.found().values()) {
      found.pseudonyms().forEach(each -> own.add(ReadTable.Subject.of(each)));
      int kind = kinds.indexOf(found.kind());
      found.reads().forEach(read -> table.add(found.victim().subject(), kind, read));
    }
    List<Compared> compared = new ArrayList<>();
    for (String kind : kinds) {
      Optional<SampledReads> sampled = sample.reads(kind);
      if (sampled.isPresent()) {
        try (SampledReads reads = sampled.get()) {
          table.add(reads, kinds.indexOf(kind), own);
          compared.add(new Compared(kind, reads.share(), reads.size()));
        }
      }
    }
    return answer(cases, numbers, victims, table, compared, about);
  }

  private Answer answer(
      Map<String, List<Victim>> cases,
      Numbers numbers,
      TrailVictims.Resolved victims,
      TrailTable table,
      List<Compared> compared,
      List<SourceName> about)
      throws IOException {
    ReadTable built = table.build();
    List<CaseResult> results = new ArrayList<>();
    Map<String, List<Identity>> identities = new LinkedHashMap<>();
    for (Map.Entry<String, List<Victim>> each : cases.entrySet()) {
      List<Victim> traced = new ArrayList<>();
      List<Identity> known = new ArrayList<>();
      for (Victim victim : each.getValue()) {
        Found found = victims.found().get(victim);
        if (found != null) {
          traced.add(found.victim());
          known.add(
              new Identity(
                  victim.line(),
                  found.kind(),
                  found.pseudonyms(),
                  found.candidates(),
                  numbers.resolved().containsKey(victim.subject())));
        } else if (victims.unread().contains(victim)) {
          traced.add(victim);
        }
      }
      CaseResult result = CaseResult.of(each.getKey(), built, traced, about);
      results.add(named(result, table));
      identities.put(each.getKey(), known);
    }
    return new Answer(results, identities, compared, victims.problems());
  }

  /**
   * Gives names to those who read of no victim; and knows those of whom the sample holds nothing.
   */
  private CaseResult named(CaseResult result, TrailTable table) throws IOException {
    Exclusion exclusion = result.exclusion();
    List<Source> excluded = new ArrayList<>();
    for (Source each : exclusion.excluded()) {
      TrailTable.Place place = table.place(each.name());
      excluded.add(place == null ? each : each.named(person(place)));
    }
    List<Exclusion.Asked> about = new ArrayList<>();
    for (Exclusion.Asked each : exclusion.about()) {
      SourceName name = each.name();
      boolean known = each.known() || index.roles(name.name()).contains(name.group());
      about.add(new Exclusion.Asked(name, known, each.source()));
    }
    return result.with(
        new Exclusion(
            exclusion.active(), exclusion.readNone(), exclusion.noMore(), excluded, about));
  }

  private SourceName person(TrailTable.Place place) throws IOException {
    try (Log.Lookup lookup = log.lookup()) {
      LazyBatch batch = LazyBatch.of(lookup.at(place.position()).getBatch());
      Actor actor = batch.caller(batch.access(place.ordinal()).getCaller()).getActor();
      return new SourceName(actor.getRole(), actor.getId());
    }
  }
}
