package io.whoread.collector.coverage;

import com.google.protobuf.ByteString;
import io.whoread.collector.state.v1.LongRequestState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of a run that are told in parts, because they are long: what was told of each so
 * far, so that each counts once, and as what all its parts together are. Kept are those that were
 * told of last. A part of one that is not kept any more would count once more: it takes a run that
 * tells of {@value #MOST} other long requests between two parts of one.
 */
final class LongRequests {
  private static final int MOST = 64;

  // Those told of last come last.
  private final Map<ByteString, SoFar> kept = new LinkedHashMap<>();

  /**
   * @param atMs of the part that came first, by which the request is counted
   */
  record SoFar(long atMs, Counted counted) {}

  /** What was told before of a request that is told of again; null where nothing was. */
  SoFar before(ByteString request) {
    return kept.get(request);
  }

  void put(ByteString request, SoFar soFar) {
    kept.remove(request);
    kept.put(request, soFar);
    if (kept.size() > MOST) {
      Iterator<ByteString> oldest = kept.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  void forget() {
    kept.clear();
  }

  List<LongRequestState> save() {
    return kept.entrySet().stream()
        .map(
            each ->
                LongRequestState.newBuilder()
                    .setRequest(each.getKey())
                    .setAtMs(each.getValue().atMs)
                    .setSubjects(each.getValue().counted.subjects())
                    .setAccesses(each.getValue().counted.accesses())
                    .setUnknown(each.getValue().counted.unknown())
                    .setNameless(each.getValue().counted.nameless())
                    .setOfNobody(each.getValue().counted.ofNobody())
                    .setNobodysLeft(each.getValue().counted.nobodysLeft())
                    .setOrders(each.getValue().counted.kinds().orders())
                    .setCustomers(each.getValue().counted.kinds().customers())
                    .setLinked(each.getValue().counted.kinds().linked())
                    .build())
        .toList();
  }

  void restore(List<LongRequestState> states) {
    states.forEach(
        each ->
            kept.put(
                each.getRequest(),
                new SoFar(
                    each.getAtMs(),
                    new Counted(
                        each.getAccesses(),
                        each.getSubjects(),
                        each.getUnknown(),
                        each.getNameless(),
                        each.getOfNobody(),
                        each.getNobodysLeft(),
                        new Counted.Kinds(
                            each.getOrders(), each.getCustomers(), each.getLinked())))));
  }
}
